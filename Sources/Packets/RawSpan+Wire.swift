/// Big-endian loads, as nearly every protocol wants them. A load outside the bytes traps, so a dissector
/// first asks `require` for what it is going to read.
extension RawSpan {
    @inline(__always) func u8(_ offset: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    @inline(__always) func u16(_ offset: Int) -> UInt16 {
        UInt16(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    @inline(__always) func u24(_ offset: Int) -> UInt32 {
        UInt32(u8(offset)) << 16 | UInt32(u16(offset &+ 1))
    }

    @inline(__always) func u32(_ offset: Int) -> UInt32 {
        UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// Six bytes as a number: an EUI-48 address.
    @inline(__always) func u48(_ offset: Int) -> UInt64 {
        UInt64(u16(offset)) << 32 | UInt64(u32(offset &+ 2))
    }

    @inline(__always) func u64(_ offset: Int) -> UInt64 {
        UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always) func littleEndian16(_ offset: Int) -> UInt16 { u16(offset).byteSwapped }
    @inline(__always) func littleEndian32(_ offset: Int) -> UInt32 { u32(offset).byteSwapped }

    /// Throws unless at least `needed` bytes are there.
    @inline(__always) func require(_ needed: Int, of layer: Layer) throws(Fault) {
        if byteCount < needed { throw Fault(layer, .truncated, needed: needed, available: byteCount) }
    }
}
