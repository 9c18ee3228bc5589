import CPcap

/// A pcap-filter expression, compiled for each kind of interface of a capture file and run on its frames.
package struct Filter: ~Copyable {
    private struct Kind: Hashable {
        var linkType: UInt16
        var isSwapped: Bool
    }

    private let expression: String
    /// One program for each kind of interface; freed together.
    private var programs: [bpf_program] = []
    private var kinds: [Kind: Int] = [:]
    /// The program of each interface.
    private var chosen: [Int] = []

    /// `expression` in pcap-filter syntax; empty accepts everything.
    package init(_ expression: String) { self.expression = expression }

    deinit {
        for var program in programs { pcap_freecode(&program) }
    }

    /// Compiles for those of `interfaces` that are new since the last call. Throws `filter` with libpcap's words.
    package mutating func prepare(for interfaces: [CaptureFile.Interface]) throws(LiveCaptureError) {
        for interface in interfaces.dropFirst(chosen.count) {
            let kind = Kind(linkType: interface.linkType, isSwapped: interface.isSwapped)
            if let known = kinds[kind] {
                chosen.append(known)
            } else {
                programs.append(try Self.compile(expression, kind, interface.snapshotLength))
                kinds[kind] = programs.count - 1
                chosen.append(programs.count - 1)
            }
        }
    }

    /// Whether the filter lets this frame through; its interface must be one that `prepare` has seen.
    package func accepts(_ frame: borrowing Frame, _ bytes: RawSpan) -> Bool {
        guard !expression.isEmpty else { return true }
        var header = pcap_pkthdr()
        header.caplen = UInt32(truncatingIfNeeded: bytes.byteCount)
        header.len = UInt32(truncatingIfNeeded: frame.wireLength)
        let index = chosen[frame.interface]
        return bytes.withUnsafeBytes { bytes in
            programs.withUnsafeBufferPointer { programs in
                guard let start = bytes.baseAddress, let program = programs.baseAddress else { return false }
                return pcap_offline_filter(
                    program + index, &header, start.assumingMemoryBound(to: UInt8.self)) != 0
            }
        }
    }

    private static func compile(
        _ expression: String, _ kind: Kind, _ snapshotLength: UInt32
    ) throws(LiveCaptureError) -> bpf_program {
        let handle = try open(kind, snapshotLength)
        defer { pcap_close(handle) }
        var program = bpf_program()
        guard pcap_compile(handle, &program, expression, 1, UInt32.max) == 0 else {
            throw .filter(String(cString: pcap_geterr(handle)))
        }
        return program
    }

    /// libpcap takes the byte order of null headers and the like from the file that it believes to read, so it
    /// is given the header of one.
    private static func open(_ kind: Kind, _ snapshotLength: UInt32) throws(LiveCaptureError) -> OpaquePointer
    {
        // Magic, version 2.4, zone, accuracy, snapshot length, link type.
        let fields: [UInt32] = [0xA1B2_C3D4, 0, 0, 0, snapshotLength, UInt32(kind.linkType)]
        var words = fields.map { kind.isSwapped ? $0.byteSwapped : $0 }
        words.withUnsafeMutableBytes { bytes in
            let version: [UInt16] = [2, 4].map { kind.isSwapped ? $0.byteSwapped : $0 }
            bytes.storeBytes(of: version[0], toByteOffset: 4, as: UInt16.self)
            bytes.storeBytes(of: version[1], toByteOffset: 6, as: UInt16.self)
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
            throw .failed("no filter for link type \(kind.linkType): \(Interfaces.text(message))")
        }
        return handle
    }
}
