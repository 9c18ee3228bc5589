/// Why a capture file cannot be read, or not further. Offsets count bytes of the capture after decompression.
package enum CaptureFileError: Error, Equatable {
    case cannotOpen(errno: Int32)
    case cannotRead(errno: Int32, offset: UInt64)
    /// Not one byte: nothing was ever captured, or the writer died before it began.
    case empty
    /// The first four bytes (as they stand in the file) belong to no format that is read here.
    case notACapture(magic: UInt32)
    /// The file ends inside a header or a frame that began at `offset`.
    case cut(offset: UInt64, needed: UInt64, available: UInt64)
    /// A field at `offset` says what cannot be.
    case damaged(offset: UInt64, Damage)
    case compressed(Compression, Decompression)

    /// What a lying field said.
    package enum Damage: Equatable, Sendable {
        case frameTooLong(UInt32, limit: UInt32)
        case blockTooLong(UInt32, limit: UInt32)
        case blockLength(UInt32)
        case blockTrailer(UInt32, expected: UInt32)
        case byteOrderMagic(UInt32)
        case version(major: UInt16, minor: UInt16)
        case unknownInterface(UInt32, known: Int)
        case tooManyInterfaces(limit: Int)
        case frameExceedsBlock(UInt32, room: UInt32)
    }

    /// Compressions that are recognised by the file's first bytes.
    package enum Compression: String, Sendable {
        case gzip, zstd
    }

    /// What went wrong below the capture.
    package enum Decompression: Equatable, Sendable {
        /// The shared library that knows this compression is not installed.
        case libraryMissing(String)
        case cut(offset: UInt64)
        case damaged(offset: UInt64, String)
    }
}

extension CaptureFileError: CustomStringConvertible {
    /// One line for a person, without the file's name; nothing in it came from the file but numbers.
    package var description: String {
        switch self {
        case .cannotOpen(let number): "cannot open: \(systemMessage(number))"
        case .cannotRead(let number, let offset): "cannot read at byte \(offset): \(systemMessage(number))"
        case .empty: "the file is empty: not a capture"
        case .notACapture(let magic):
            "not a pcap or pcapng capture: it begins with \(hexadecimal(magic.bigEndian))"
        case .cut(let offset, let needed, let available):
            "cut short at byte \(offset): \(needed) bytes needed there, \(available) present; "
                + "every whole packet before it was read"
        case .damaged(let offset, let damage):
            "damaged at byte \(offset): \(damage); every whole packet before it was read"
        case .compressed(let compression, let fault):
            switch fault {
            case .libraryMissing(let library):
                "compressed with \(compression.rawValue), and \(library) is not installed: "
                    + "install it, or decompress into standard input (\(compression.rawValue) -dc FILE | netcap -r -)"
            case .cut(let offset):
                "the \(compression.rawValue) data end early, after \(offset) bytes of the capture"
            case .damaged(let offset, let message):
                "the \(compression.rawValue) data are damaged after \(offset) bytes of the capture: \(message)"
            }
        }
    }
}

extension CaptureFileError.Damage: CustomStringConvertible {
    package var description: String {
        switch self {
        case .frameTooLong(let length, let limit): "a frame of \(length) bytes, the most is \(limit)"
        case .blockTooLong(let length, let limit): "a block of \(length) bytes, the most is \(limit)"
        case .blockLength(let length): "a block length of \(length)"
        case .blockTrailer(let length, let expected):
            "a block of \(expected) bytes that says \(length) at its end"
        case .byteOrderMagic(let magic): "a byte-order magic of \(hexadecimal(magic))"
        case .version(let major, let minor): "format version \(major).\(minor)"
        case .unknownInterface(let index, let known):
            "a frame of interface \(index), and only \(known) are described"
        case .tooManyInterfaces(let limit): "more than \(limit) interfaces"
        case .frameExceedsBlock(let length, let room):
            "a frame of \(length) bytes in a block with room for \(room)"
        }
    }
}

/// `0x` and eight digits.
private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}
