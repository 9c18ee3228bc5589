/// Every key of a packet line, in the order in which they stand there.
package enum Field: UInt8, CaseIterable, Sendable {
    case timestamp
    case timeRelative
    case source
    case destination
    case protocolName
    case size
    case sourcePort
    case destinationPort
    case tcpFlags
    case number
    case interface
    case captured
    case linkSource
    case linkDestination
    case vlan
    case mpls
    case wlan
    case ttl
    case dscp
    case ecn
    case ipID
    case flowLabel
    case ipOptions
    case extensions
    case fragment
    case icmpType
    case icmpCode
    case icmpIdentifier
    case icmpSequence
    case tcpSequence
    case tcpAcknowledgement
    case tcpWindow
    case tcpOptions
    case payload
    case dccpType
    case sctp
    case arp
    case quoted
    case neighbor
    case multicast
    case ospf
    case vrrp
    case pim
    case eigrp
    case stp
    case lacp
    case lldp
    case cdp
    case direction
    case process
    case tunnel
    case tunnelID
    case inner
    case communityID
    case checksum
    case fault
    case dns
    case tls
    case http
    case quic
    case dhcp
    case ntp
    case ssh

    /// The key as it stands in the stream.
    package var key: String { String("\(prefix)".dropFirst(2).dropLast(2)) }

    /// What stands before the value: a comma and the key.
    @inline(__always) var prefix: StaticString {
        switch self {
        case .timestamp: #","timestamp":"#
        case .timeRelative: #","time_relative":"#
        case .source: #","source":"#
        case .destination: #","destination":"#
        case .protocolName: #","protocol":"#
        case .size: #","size":"#
        case .sourcePort: #","src_port":"#
        case .destinationPort: #","dst_port":"#
        case .tcpFlags: #","tcp_flags":"#
        case .number: #","number":"#
        case .interface: #","interface":"#
        case .captured: #","captured":"#
        case .linkSource: #","link_source":"#
        case .linkDestination: #","link_destination":"#
        case .vlan: #","vlan":"#
        case .mpls: #","mpls":"#
        case .wlan: #","wlan":"#
        case .ttl: #","ttl":"#
        case .dscp: #","dscp":"#
        case .ecn: #","ecn":"#
        case .ipID: #","ip_id":"#
        case .flowLabel: #","flow_label":"#
        case .ipOptions: #","ip_options":"#
        case .extensions: #","ip_extensions":"#
        case .fragment: #","fragment":"#
        case .icmpType: #","icmp_type":"#
        case .icmpCode: #","icmp_code":"#
        case .icmpIdentifier: #","icmp_id":"#
        case .icmpSequence: #","icmp_seq":"#
        case .tcpSequence: #","tcp_seq":"#
        case .tcpAcknowledgement: #","tcp_ack":"#
        case .tcpWindow: #","tcp_window":"#
        case .tcpOptions: #","tcp_options":"#
        case .payload: #","payload":"#
        case .dccpType: #","dccp_type":"#
        case .sctp: #","sctp":"#
        case .arp: #","arp":"#
        case .quoted: #","quoted":"#
        case .neighbor: #","ndp":"#
        case .multicast: #","multicast":"#
        case .ospf: #","ospf":"#
        case .vrrp: #","vrrp":"#
        case .pim: #","pim":"#
        case .eigrp: #","eigrp":"#
        case .stp: #","stp":"#
        case .lacp: #","lacp":"#
        case .lldp: #","lldp":"#
        case .cdp: #","cdp":"#
        case .direction: #","direction":"#
        case .process: #","process":"#
        case .tunnel: #","tunnel":"#
        case .tunnelID: #","tunnel_id":"#
        case .inner: #","inner":"#
        case .communityID: #","community_id":"#
        case .checksum: #","checksum":"#
        case .fault: #","fault":"#
        case .dns: #","dns":"#
        case .tls: #","tls":"#
        case .http: #","http":"#
        case .quic: #","quic":"#
        case .dhcp: #","dhcp":"#
        case .ntp: #","ntp":"#
        case .ssh: #","ssh":"#
        }
    }
}

/// A set of keys, iterated in the order of the line.
struct FieldSet: Hashable, Sendable {
    var bits: UInt64 = 0

    @inline(__always) init() {}

    /// What every line has, whatever its frame was.
    @inline(__always) static var always: FieldSet {
        var all = FieldSet()
        all.insert(.timestamp)
        all.insert(.timeRelative)
        all.insert(.source)
        all.insert(.destination)
        all.insert(.protocolName)
        all.insert(.size)
        all.insert(.number)
        return all
    }

    @inline(__always) func union(_ other: FieldSet) -> FieldSet {
        var all = self
        all.bits |= other.bits
        return all
    }

    @inline(__always) func contains(_ field: Field) -> Bool { bits & (1 &<< UInt64(field.rawValue)) != 0 }
    @inline(__always) mutating func insert(_ field: Field) { bits |= 1 &<< UInt64(field.rawValue) }
    @inline(__always) mutating func remove(_ field: Field) { bits &= ~(1 &<< UInt64(field.rawValue)) }

    @inline(__always) var isEmpty: Bool { bits == 0 }

    @inline(__always) func intersection(_ other: FieldSet) -> FieldSet {
        var both = self
        both.bits &= other.bits
        return both
    }

    /// The keys that stand from `first` up to but not including `end` in the line; to its end where that is nil.
    @inline(__always) func from(_ first: Field, to end: Field?) -> FieldSet {
        var some = self
        some.bits &= ~((1 &<< UInt64(first.rawValue)) &- 1)
        if let end { some.bits &= (1 &<< UInt64(end.rawValue)) &- 1 }
        return some
    }

    /// Takes out the key that stands first in the line.
    @inline(__always) mutating func popFirst() -> Field? {
        guard bits != 0 else { return nil }
        let first = Field(rawValue: UInt8(truncatingIfNeeded: bits.trailingZeroBitCount))
        bits &= bits &- 1
        return first
    }
}
