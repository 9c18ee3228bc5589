import CPcap

/// The IP addresses of this host, in the network namespace of the process, as things stood when it was asked for.
///
/// An address is a number of 128 bits; IPv4 is mapped into it as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2).
package struct HostAddresses: Equatable, Sendable {
    /// In order, without repetition: few enough to be found faster so than by a hash.
    private var addresses: [UInt128] = []

    package init(_ addresses: some Sequence<UInt128>) { self.addresses = Set(addresses).sorted() }

    /// IPv4 as a mapped address.
    package static func mapped(_ address: UInt32) -> UInt128 { 0xFFFF_0000_0000 | UInt128(address) }

    /// Asks the system; empty where it does not say.
    package init() {
        var first: UnsafeMutablePointer<ifaddrs>?
        var found: Set<UInt128> = []
        guard getifaddrs(&first) == 0 else { return }
        defer { freeifaddrs(first) }
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard let socketAddress = entry.ifa_addr else { continue }
            let raw = UnsafeRawPointer(socketAddress)
            switch Int32(socketAddress.pointee.sa_family) {
            case AF_INET:
                let address = raw.assumingMemoryBound(to: sockaddr_in.self).pointee.sin_addr.s_addr
                found.insert(Self.mapped(UInt32(bigEndian: address)))
            case AF_INET6:
                let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 8
                let address = raw.loadUnaligned(fromByteOffset: offset, as: UInt128.self)
                found.insert(UInt128(bigEndian: address))
            default: break
            }
        }
        addresses = found.sorted()
    }

    /// All of them, in no order.
    package var all: some Sequence<UInt128> { addresses }

    /// Is this address one of ours? All of 127.0.0.0/8 is.
    package func contains(_ address: UInt128) -> Bool {
        var (low, high) = (0, addresses.count)
        while low < high {
            let middle = (low + high) / 2
            if addresses[middle] == address { return true }
            if addresses[middle] < address { low = middle + 1 } else { high = middle }
        }
        return address >> 24 == Self.mapped(0x7F00_0000) >> 24
    }
}
