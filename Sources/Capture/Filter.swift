import CPcap

/// A pcap-filter expression compiled for one link type, to be run on frames from a file.
package struct Filter: ~Copyable {
    private var program = bpf_program()

    /// Compiles `expression`; empty accepts everything. `isSwapped` as the interface says of its frames.
    ///
    /// libpcap takes the byte order of null headers and the like from the file that it believes to read, so it
    /// is given the header of one.
    package init(
        _ expression: String, linkType: UInt16, isSwapped: Bool = false, snapshotLength: UInt32 = 262_144
    ) throws(LiveCaptureError) {
        let handle = try Self.handle(linkType, isSwapped, snapshotLength)
        defer { pcap_close(handle) }
        guard pcap_compile(handle, &program, expression, 1, UInt32.max) == 0 else {
            throw .filter(String(cString: pcap_geterr(handle)))
        }
    }

    deinit {
        var program = program
        pcap_freecode(&program)
    }

    /// Whether the filter lets this frame through.
    package func accepts(_ frame: borrowing Frame, _ bytes: RawSpan) -> Bool {
        var header = pcap_pkthdr()
        header.caplen = UInt32(truncatingIfNeeded: bytes.byteCount)
        header.len = UInt32(truncatingIfNeeded: frame.wireLength)
        return bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return withUnsafePointer(to: program) {
                pcap_offline_filter($0, &header, start ?? Self.nothing) != 0
            }
        }
    }

    /// An address for a frame without bytes; it is never read.
    private nonisolated(unsafe) static let nothing = UnsafePointer(
        UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

    private static func handle(
        _ linkType: UInt16, _ isSwapped: Bool, _ snapshotLength: UInt32
    ) throws(LiveCaptureError) -> OpaquePointer {
        // Magic, version 2.4, zone, accuracy, snapshot length, link type.
        let fields: [UInt32] = [0xA1B2_C3D4, 0, 0, 0, snapshotLength, UInt32(linkType)]
        var words = fields.map { isSwapped ? $0.byteSwapped : $0 }
        let version: (UInt16, UInt16) = isSwapped ? (UInt16(2).byteSwapped, UInt16(4).byteSwapped) : (2, 4)
        words.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: version.0, toByteOffset: 4, as: UInt16.self)
            bytes.storeBytes(of: version.1, toByteOffset: 6, as: UInt16.self)
        }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        let handle = words.withUnsafeMutableBytes { bytes -> OpaquePointer? in
            guard let file = fmemopen(bytes.baseAddress, bytes.count, "r") else { return nil }
            guard let handle = pcap_fopen_offline(file, &message) else {
                fclose(file)
                return nil
            }
            return handle
        }
        guard let handle else {
            throw .failed("no filter for link type \(linkType): \(Interfaces.text(message))")
        }
        return handle
    }
}
