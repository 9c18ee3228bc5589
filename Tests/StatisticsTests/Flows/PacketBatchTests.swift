import JSONLines
import Testing

@testable import Statistics

/// Lines read in batches, and counted in steps.
@Suite struct PacketBatchTests {
    private let grouped: Configuration

    init() throws { grouped = try Configuration(every: 1_000_000_000, group: "ttl", writesFlows: true) }

    /// What comes out when `lines` are read so many at a time, and counted so many at a time.
    private func text(_ lines: [String], batch size: Int, step: Int) -> String {
        var aggregator = Aggregator(grouped)
        var reader = BatchReader(grouped)
        var start = 0
        while start < lines.count {
            let end = min(start + size, lines.count)
            var buffer: [UInt8] = []
            var ranges: [Range<Int>] = []
            for line in lines[start..<end] {
                let from = buffer.count
                buffer += Array(line.utf8)
                ranges.append(from..<buffer.count)
                buffer.append(UInt8(ascii: "\n"))
            }
            var batch = PacketBatch()
            for range in ranges { reader.read(buffer.span.bytes, range, into: &batch) }
            for position in stride(from: step, to: batch.count, by: step) {
                aggregator.add(&batch, upTo: position, buffer.span.bytes)
            }
            aggregator.add(&batch, buffer.span.bytes)
            start = end
        }
        aggregator.finish()
        return written(&aggregator)
    }

    /// Packets with all that a line may hold, other lines, and times that are not to be believed.
    private func lines(_ random: inout Seeded) -> [String] {
        var lines: [String] = []
        var time = 1000.0
        for number in 0..<600 {
            time += Double.random(in: 0..<0.02, using: &random)
            var packet = Sample(timestamp: time)
            packet.source = "10.0.0.\(Int.random(in: 0..<20, using: &random))"
            if number % 37 == 0 { packet.source = #"\u0031\u0030.0.0.7"# }
            if number % 41 == 0 { packet.destination = String(repeating: "long ", count: 60) }
            if number % 3 == 0 { packet.more = #","interface":"eth\#(number % 2)""# }
            if number % 5 != 0 { packet.more += #","ttl":\#(60 + number % 4)"# }
            if number % 29 == 0 { packet.more = #","interface":"eth\u0030","ttl":"""# }
            if number % 7 == 0 { (packet.proto, packet.flags) = ("TCP", number % 14 == 0 ? "S" : "A") }
            if number % 53 == 0 { packet.timestamp = 500 }
            if number % 59 == 0 || number == 1 { packet.timestamp = 1e8 }
            lines.append(packet.line)
            if number % 31 == 0 { lines.append("no") }
            if number % 43 == 0 {
                lines.append(
                    #"{"type":"capture","version":1,"timestamp":\#(Sample.seconds(time)),"interface":"eth0","packets":1,"dropped":\#(number)}"#
                )
            }
            if number % 47 == 0 { lines.append(#"{"type":"statistics"}"#) }
        }
        return lines
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `the same comes out, however many lines are read and counted at once`(seed: UInt64) {
        var random = Seeded(state: seed)
        let lines = lines(&random)
        let expected = text(lines, batch: 1, step: 1)
        #expect(expected.contains(#""malformed":"#) && expected.contains(#""late":"#))
        for (size, step) in [(2, 1), (7, 2), (100, 9), (1000, 1000), (1000, 130), (1000, 1)] {
            #expect(text(lines, batch: size, step: step) == expected, "\(size) lines, \(step) at once")
        }
    }

    @Test func `a packet of another batch outlives its lines`() {
        let line = Sample(timestamp: 1000, source: "10.9.8.7", more: #","interface":"eth7","ttl":64"#).line
        var batch = PacketBatch()
        var copy = PacketBatch()
        var reader = BatchReader(grouped)
        let bytes = Array(line.utf8)
        reader.read(bytes.span.bytes, 0..<bytes.count, into: &batch)
        copy.add(0, of: batch, bytes.span.bytes)
        let kept = String(decoding: copy.spelled, as: UTF8.self)
        let (isSpelled, hashes) = (copy.packets[0].isSpelled, [copy.packets[0].hash, batch.packets[0].hash])
        #expect(kept.contains("10.9.8.7") && kept.contains("eth7") && kept.contains("64"))
        #expect(isSpelled && hashes[0] == hashes[1])
        let label = copy.label(at: 0)
        #expect(label?.isSpelled == true && label?.group != nil)
    }

    @Test func `a batch is full before other lines can take all memory`() {
        var batch = PacketBatch()
        while batch.room > 0 {
            batch.add(.malformed(JSONFault(.empty, at: 0)), number: batch.others.count + 1)
        }
        let (count, last) = (batch.others.count, batch.others.last?.number)
        #expect(count <= 1 << 13 && last == count)
        batch.removeAll()
        let isUsable = batch.isEmpty && batch.room > 0
        #expect(isUsable)
    }
}
