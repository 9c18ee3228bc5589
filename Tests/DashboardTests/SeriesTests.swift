import Statistics
import Testing

@testable import Dashboard

@Suite struct SeriesTests {
    private func record(end: Int64, interval: Int64 = 2, packets: [UInt64] = []) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.timestamp = end * Sample.second
        snapshot.interval = interval * Sample.second
        for (index, count) in packets.enumerated() {
            let second = (end - interval + Int64(index)) * Sample.second
            snapshot.timeline.append(Snapshot.Moment(timestamp: second, packets: count, bytes: count * 10))
        }
        return snapshot
    }

    @Test func `seconds of consecutive records stand beside one another`() {
        var series = Series()
        series.add(record(end: 102, packets: [1, 2]))
        series.add(record(end: 104, packets: [3, 4]))
        #expect((100..<104).map { series[$0]?.packets } == [1, 2, 3, 4])
        #expect(series[99] == nil)
        #expect(series[104] == nil)
    }

    @Test func `a missing record is a gap and not a zero`() {
        var series = Series()
        series.add(record(end: 102, packets: [1, 2]))
        series.add(record(end: 106, packets: [5, 6]))
        #expect((100..<106).map { series[$0]?.packets } == [1, 2, nil, nil, 5, 6])
        #expect(series.mean(100..<106) { Double($0.packets) } == 3.5)
        #expect(series.peak(102..<104) { Double($0.packets) } == nil)
    }

    @Test func `a second that the record covers and the timeline leaves out is zero`() {
        var series = Series()
        series.add(record(end: 104, interval: 4, packets: [7]))
        #expect((100..<104).map { series[$0]?.packets } == [7, 0, 0, 0])
    }

    @Test func `records shorter than a second add up`() {
        var series = Series()
        for half in 0..<4 {
            var snapshot = Snapshot()
            snapshot.interval = Sample.second / 2
            snapshot.timestamp = 100 * Sample.second + Int64(half + 1) * Sample.second / 2
            let start = (100 + Int64(half / 2)) * Sample.second
            snapshot.timeline = [.init(timestamp: start, packets: 5, bytes: 1)]
            series.add(snapshot)
        }
        #expect((100..<102).map { series[$0]?.packets } == [10, 10])
    }

    @Test func `a record without a timeline is spread over its seconds`() {
        var series = Series()
        var snapshot = record(end: 103, interval: 3)
        (snapshot.packets, snapshot.bytes) = (10, 100)
        series.add(snapshot)
        #expect((100..<103).map { series[$0]?.packets } == [4, 3, 3])
        #expect((100..<103).compactMap { series[$0]?.bytes }.reduce(0, +) == 100)
    }

    @Test func `absurd times and lengths neither trap nor grow it`() {
        var series = Series(capacity: 10)
        for end in [Int64.min, .max, 0, -5 * Sample.second, .max, 4_102_444_800 * Sample.second] {
            for interval in [Int64.min, 0, 1, Sample.second, .max] {
                var snapshot = record(end: 0, packets: [1, 2])
                (snapshot.timestamp, snapshot.interval, snapshot.packets) = (end, interval, .max)
                series.add(snapshot)
                #expect(series.end - series.start <= 10)
            }
        }
    }

    @Test func `keeps no more seconds than its capacity`() {
        var series = Series(capacity: 10)
        for end in stride(from: Int64(2), through: 100, by: 2) {
            series.add(record(end: end, packets: [1, 1]))
        }
        #expect(series.start == 90)
        #expect(series.end == 100)
    }
}
