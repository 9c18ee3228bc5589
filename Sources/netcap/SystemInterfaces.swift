import Capture
import Packets

/// The names of the interfaces in a capture of all of them, as labels for their packets.
struct SystemInterfaces: ~Copyable {
    private var labels: [UInt32: InterfaceLabel] = [:]
    private let limit = 4096

    /// The label of the interface with this number; nil when it has none, as one that was deleted.
    mutating func label(_ number: UInt32) -> InterfaceLabel? {
        if let known = labels[number] { return known }
        guard let name = Interfaces.name(number) else { return nil }
        if labels.count >= limit { forget() }
        let label = InterfaceLabel(name: name.utf8)
        labels[number] = label
        return label
    }

    /// Names may change: asks the system again from now on.
    mutating func forget() { labels.removeAll(keepingCapacity: true) }
}

extension LocalNetworks {
    /// Each address of this host as a network of its own.
    init(_ host: HostAddresses) {
        self.init()
        for address in host.all {
            if address >> 32 == 0xFFFF {
                add(.ipv4(UInt32(truncatingIfNeeded: address)), prefixLength: 32)
            } else {
                let high = UInt64(truncatingIfNeeded: address >> 64)
                add(.ipv6(high, UInt64(truncatingIfNeeded: address)), prefixLength: 128)
            }
        }
    }
}
