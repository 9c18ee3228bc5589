// Writes a capture file of made-up but lifelike traffic: the same file for the same seed, on any machine.
//
//   traffic PACKETS SEED >FILE.pcap
//
// A mix like that of a backbone link: mean frame 311 bytes, 22 % IPv6, about 18,000 sources of very unequal weight,
// TCP to web ports, UDP with DNS and QUIC among it, some ICMP, ARP and VLAN tags, at about 24,000 packets per second.
// Scripts/bench compiles this file alone; it is no part of the package.
#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// SplitMix64: small, fast, and the same everywhere.
struct Dice {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % bound }
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
    /// A rank below the bound: a few low ones come up very often, most of the others hardly ever.
    mutating func rank(_ bound: Int) -> Int {
        let unit = unit()
        return Int(unit * unit * unit * Double(bound))
    }
}

/// Two hosts and what they speak.
struct Conversation {
    enum Kind { case web, dns, quic, ssh, icmp, arp, other }
    var kind: Kind
    var isIPv6: Bool
    var client: Int
    var server: Int
    var clientPort: UInt16
    var serverPort: UInt16
    var vlan: UInt16
    var sequence: UInt32
}

struct Writer {
    var bytes: [UInt8] = []
    init() { bytes.reserveCapacity(1 << 20) }

    mutating func add(_ byte: UInt8) { bytes.append(byte) }
    mutating func big16(_ value: Int) {
        bytes.append(UInt8(value >> 8 & 255)); bytes.append(UInt8(value & 255))
    }
    mutating func big32(_ value: UInt32) { big16(Int(value >> 16)); big16(Int(value & 0xffff)) }
    mutating func little32(_ value: Int) {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(value >> shift & 255)) }
    }
    mutating func flush() {
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            guard written > 0 else { exit(1) }
            start += written
        }
        bytes.removeAll(keepingCapacity: true)
    }
}

let packets = Int(CommandLine.arguments.dropFirst().first ?? "") ?? 2_400_000
var dice = Dice(state: UInt64(CommandLine.arguments.dropFirst(2).first ?? "") ?? 1)
var out = Writer()

func conversation() -> Conversation {
    let roll = dice.below(1000)
    let kind: Conversation.Kind =
        roll < 620
        ? .web
        : roll < 760
            ? .quic : roll < 880 ? .dns : roll < 930 ? .other : roll < 960 ? .ssh : roll < 992 ? .icmp : .arp
    let port: UInt16 =
        switch kind {
        case .web: [443, 443, 443, 80, 8080][dice.below(5)]
        case .dns: 53
        case .quic: 443
        case .ssh: 22
        default: UInt16(1024 + dice.below(50_000))
        }
    // A client has one address, of either kind; servers have both.
    let client = dice.below(14_000)
    return Conversation(
        kind: kind, isIPv6: kind != .arp && client % 100 < 22, client: client,
        server: 14_000 + dice.rank(2_340),
        clientPort: UInt16(32_768 + dice.below(28_000)), serverPort: port,
        vlan: dice.below(20) == 0 ? UInt16(10 + dice.below(4)) : 0,
        sequence: UInt32(truncatingIfNeeded: dice.next()))
}
var conversations = (0..<48_000).map { _ in conversation() }

func address(_ host: Int, isIPv6: Bool) {
    if isIPv6 {
        out.big32(0x2001_0db8)
        out.big32(UInt32(host / 256))
        out.big32(host < 14_000 ? 0x0200_5eff : 0)
        out.big32(host < 14_000 ? 0xfe00_0000 | UInt32(host) : UInt32(host))
    } else {
        // Spread over the unicast space: tcpdump's cache of names degrades to a list where all share a /12.
        out.big32(0x0100_0000 + (UInt32(host + 1) &* 2_654_435_761) % 0x7d00_0000)
    }
}

/// The bytes of the transport's payload: where a dissector looks, they are what the port promises.
func payload(_ kind: Conversation.Kind, _ size: Int) {
    let end = out.bytes.count + size
    switch kind {
    case .dns:
        out.big16(dice.below(65_536))
        for word in [0x0100, 1, 0, 0, 0] { out.big16(word) }
        // One label of up to 40 letters and "com", a query for A; a reply's records are filler behind it.
        let label = min(size - 22, 40)
        out.add(UInt8(label))
        for _ in 0..<label { out.add(UInt8(97 + dice.below(26))) }
        for byte in [3, 99, 111, 109, 0, 0, 1, 0, 1] { out.add(UInt8(byte)) }
    case .web where size >= 5:
        for byte in [0x17, 0x03, 0x03] { out.add(UInt8(byte)) }
        out.big16(size - 5)
    default: break
    }
    while out.bytes.count + 8 <= end {
        let word = dice.next()
        for shift in 0..<8 { out.add(UInt8(truncatingIfNeeded: word >> (8 * shift))) }
    }
    while out.bytes.count < end { out.add(0x2e) }
}

func frame(_ index: Int) {
    let isReply = dice.below(100) < 48
    let talk = conversations[index]
    let roll = dice.below(1000)
    let size =
        switch talk.kind {
        case .dns: 29 + dice.below(isReply ? 150 : 30)
        case .icmp: 56
        case .web, .other, .ssh: roll < 560 ? 0 : roll < 850 ? 20 + dice.below(420) : 1448
        case .quic: roll < 560 ? 30 + dice.below(40) : roll < 860 ? 100 + dice.below(300) : 1230
        case .arp: 0
        }
    let isTCP = talk.kind == .web || talk.kind == .ssh || talk.kind == .other
    let (source, destination) = isReply ? (talk.server, talk.client) : (talk.client, talk.server)

    for host in [destination, source] { out.big16(0x0200); out.big32(0x5e00_0000 | UInt32(host)) }
    if talk.vlan > 0 { out.big16(0x8100); out.big16(Int(talk.vlan)) }
    if talk.kind == .arp {
        out.big16(0x0806)
        for word in [1, 0x0800, 0x0604, isReply ? 2 : 1] { out.big16(word) }
        for host in [source, destination] {
            out.big16(0x0200); out.big32(0x5e00_0000 | UInt32(host)); address(host, isIPv6: false)
        }
        return
    }
    let transport = (isTCP ? 32 : 8) + size
    let number = isTCP ? 6 : talk.kind == .icmp ? (talk.isIPv6 ? 58 : 1) : 17
    if talk.isIPv6 {
        out.big16(0x86dd)
        out.big32(0x6000_0000)
        out.big16(transport)
        out.add(UInt8(number))
        out.add(57)
        address(source, isIPv6: true)
        address(destination, isIPv6: true)
    } else {
        out.big16(0x0800)
        out.big16(0x4500)
        out.big16(20 + transport)
        out.big16(dice.below(65_536))
        out.big16(0x4000)
        out.add(isReply ? 57 : 64)
        out.add(UInt8(number))
        out.big16(0)
        address(source, isIPv6: false)
        address(destination, isIPv6: false)
    }
    let ports = isReply ? (talk.serverPort, talk.clientPort) : (talk.clientPort, talk.serverPort)
    if talk.kind == .icmp {
        out.big16(
            (talk.isIPv6 ? 128 : 0) << 8
                | (talk.isIPv6 ? (isReply ? 0x8100 : 0x8000) : (isReply ? 0 : 0x0800)))
        out.big16(0)
        out.big16(Int(talk.clientPort))
        out.big16(index & 0xffff)
    } else {
        out.big16(Int(ports.0))
        out.big16(Int(ports.1))
        if isTCP {
            out.big32(talk.sequence)
            out.big32(talk.sequence &+ 77_777)
            let flags =
                size > 0
                ? 0x18 : roll < 20 ? (isReply ? 0x12 : 0x02) : roll < 36 ? 0x11 : roll < 40 ? 0x04 : 0x10
            out.big16(8 << 12 | flags)
            out.big16(64_240)
            out.big32(0)
            out.big32(0x0101_080a)
            out.big32(talk.sequence / 1000)
            out.big32(0)
            conversations[index].sequence &+= UInt32(size)
        } else {
            out.big16(8 + size)
            out.big16(0)
        }
    }
    payload(talk.kind, size)
}

for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 262_144, 1] { out.little32(word) }
var microseconds = 1_767_225_600_000_000
for _ in 0..<packets {
    microseconds += Int(-log(1 - dice.unit()) * 41)
    let start = out.bytes.count
    for word in [microseconds / 1_000_000, microseconds % 1_000_000, 0, 0] { out.little32(word) }
    frame(dice.rank(conversations.count))
    let length = out.bytes.count - start - 16
    for (offset, shift) in [0, 8, 16, 24].enumerated() {
        out.bytes[start + 8 + offset] = UInt8(length >> shift & 255)
        out.bytes[start + 12 + offset] = UInt8(length >> shift & 255)
    }
    if out.bytes.count > 1 << 19 { out.flush() }
}
out.flush()
