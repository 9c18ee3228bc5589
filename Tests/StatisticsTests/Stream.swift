import JSONLines
import Packets

@testable import Statistics

/// Packets written by hand, as lines.
struct Sample {
    var timestamp: Double
    var source = "10.0.0.1"
    var destination = "10.0.0.2"
    var proto = "UDP"
    var size = 100
    var ports: (Int, Int)? = (40000, 53)
    var flags: String?
    var more = ""

    var line: String {
        var text =
            #"{"timestamp":\#(Self.seconds(timestamp)),"source":"\#(source)","destination":"\#(destination)""#
        text += #","protocol":"\#(proto)","size":\#(size)"#
        if let ports { text += #","src_port":\#(ports.0),"dst_port":\#(ports.1)"# }
        if let flags { text += #","tcp_flags":"\#(flags)""# }
        return text + more + "}"
    }

    /// Six decimals.
    static func seconds(_ value: Double) -> String {
        let micro = Int64((value * 1e6).rounded())
        let fraction = String(micro.magnitude % 1_000_000)
        return (micro < 0 ? "-" : "") + "\(micro.magnitude / 1_000_000)."
            + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}

/// The records that come out of `lines`.
func records(_ lines: [String], _ configuration: Configuration) -> [Snapshot] {
    snapshots(text(lines, configuration))
}

func records(_ packets: [Sample], _ configuration: Configuration) -> [Snapshot] {
    records(packets.map(\.line), configuration)
}

/// The bytes that come out of `lines`, as text.
func text(_ lines: [String], _ configuration: Configuration) -> String {
    var aggregator = Aggregator(configuration)
    var reader = BatchReader(configuration)
    for line in lines { feed(line, &reader, &aggregator) }
    aggregator.finish()
    return written(&aggregator)
}

func feed(_ line: String, _ reader: inout BatchReader, _ aggregator: inout Aggregator) {
    let bytes = Array(line.utf8)
    var batch = PacketBatch()
    reader.read(bytes.span.bytes, 0..<bytes.count, into: &batch)
    aggregator.add(&batch, bytes.span.bytes)
}

/// What has been written so far, which is taken out.
func written(_ aggregator: inout Aggregator) -> String {
    let bytes = aggregator.output.withBytes { Array($0) }
    aggregator.output.removeAll()
    return String(decoding: bytes, as: UTF8.self)
}

func snapshots(_ text: String) -> [Snapshot] {
    text.split(separator: "\n").compactMap { try? Snapshot(Array($0.utf8).span.bytes) }
}

/// A generator whose numbers depend on its seed alone (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
