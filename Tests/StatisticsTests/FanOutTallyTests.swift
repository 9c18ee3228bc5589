import Testing

@testable import Statistics

@Suite struct FanOutTallyTests {
    private func hosts(_ names: [String]) -> HostTally {
        var hosts = HostTally(limit: 16, openPanes: 1, isByBytes: false)
        for name in names {
            let text = Array(name.utf8)
            _ = hosts.insert(KeyHash(text.span.bytes), text.span.bytes, 0)
        }
        return hosts
    }

    @Test func `a destination leaves the host for which it was counted, and no other that has its id`() {
        let hosts = hosts(["10.0.0.1", "10.0.0.2"])
        var fanOut = FanOutTally(limit: 16, openPanes: 1)
        let (first, second) = (HostOwner(0, hosts.index), HostOwner(1, hosts.index))
        for _ in 0..<3 { fanOut.addDestination(of: first) }
        for _ in 0..<2 { fanOut.addDestination(of: second) }
        // Of a host that had the id before, and of one that never touched anything.
        fanOut.removeDestination(of: HostOwner(0, hash: hosts.index.hash(of: 0) &+ 1))
        fanOut.removeDestination(of: HostOwner(9, hash: 9))
        var rows = fanOut.rows(10, hosts, isEstimate: false)
        #expect(rows.map(\.source) == ["10.0.0.1", "10.0.0.2"] && rows.map(\.destinations) == [3, 2])
        fanOut.removeDestination(of: first)
        rows = fanOut.rows(10, hosts, isEstimate: false)
        #expect(rows.map(\.destinations) == [2, 2])
    }

    @Test func `what a host touched goes with its id`() {
        let hosts = hosts(["10.0.0.1"])
        var fanOut = FanOutTally(limit: 16, openPanes: 1)
        for _ in 0..<3 { fanOut.addDestination(of: HostOwner(0, hash: hosts.index.hash(of: 0) &+ 1)) }
        var rows = fanOut.rows(10, hosts, isEstimate: false)
        #expect(rows.isEmpty)
        for _ in 0..<2 { fanOut.addDestination(of: HostOwner(0, hosts.index)) }
        rows = fanOut.rows(10, hosts, isEstimate: false)
        #expect(rows.map(\.destinations) == [2])
    }
}
