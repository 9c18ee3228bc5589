import Testing

@testable import Statistics

@Suite struct ConversationTallyTests {
    /// Adds a host, whose id it returns, in place of another one where there are too many.
    private func add(_ name: String, to hosts: inout HostTally) -> UInt32 {
        let text = Array(name.utf8)
        return UInt32(hosts.insert(KeyHash(text.span.bytes), text.span.bytes, 0))
    }

    /// Whether hosts lose their ids before the opener changes.
    @Test(arguments: [false, true])
    func `a conversation that another host is found to have opened is taken from the host it was counted for`(
        losesIds: Bool
    ) {
        var hosts = HostTally(limit: 2, openPanes: 1, isByBytes: false)
        var fanOut = FanOutTally(limit: 2, openPanes: 1)
        var conversations = ConversationTally(limit: 2, openPanes: 1, isByBytes: false)
        let (first, second) = (add("10.0.0.1", to: &hosts), add("10.0.0.2", to: &hosts))
        let opener = HostOwner(first, hosts.index)
        let pair = KeyHash(hosts.index.key(Int(first)), hosts.index.key(Int(second)))
        let id = conversations.insert(pair, first, second, &hosts, 0)
        conversations.open(id, at: 5, isSYN: false, isFirst: true, by: first, hosts.index)
        conversations.add(id, Cell(packets: 1, bytes: 60), pane: 0, slot: 0)
        conversations.keys.close(0, slot: 0, expired: -9)
        conversations.report(to: &fanOut, hosts.index)
        let before = conversations.ends(id, hosts.index)
        if losesIds {
            conversations.keepNames(hosts.index)
            _ = add("10.0.0.3", to: &hosts)
            _ = add("10.0.0.4", to: &hosts)
        }
        conversations.open(id, at: 9, isSYN: true, isFirst: false, by: second, hosts.index)
        let (after, gone) = (conversations.ends(id, hosts.index), conversations.gone)
        #expect(before == ("10.0.0.1", "10.0.0.2") && after == ("10.0.0.2", "10.0.0.1"))
        #expect(gone == [opener])
    }

    @Test func `a conversation that gives up its place is taken from the host that opened it`() {
        var hosts = HostTally(limit: 9, openPanes: 1, isByBytes: false)
        var fanOut = FanOutTally(limit: 9, openPanes: 1)
        var conversations = ConversationTally(limit: 1, openPanes: 1, isByBytes: false)
        let (first, second) = (add("10.0.0.1", to: &hosts), add("10.0.0.2", to: &hosts))
        let (one, other) = (hosts.index.key(Int(first)), hosts.index.key(Int(second)))
        let id = conversations.insert(KeyHash(one, other), first, second, &hosts, 0)
        conversations.open(id, at: 5, isSYN: false, isFirst: false, by: second, hosts.index)
        conversations.add(id, Cell(packets: 1, bytes: 60), pane: 0, slot: 0)
        conversations.keys.close(0, slot: 0, expired: -9)
        conversations.report(to: &fanOut, hosts.index)
        _ = conversations.insert(KeyHash(one, one), first, first, &hosts, 1)
        let (gone, opener) = (conversations.gone, HostOwner(second, hosts.index))
        #expect(gone == [opener])
    }
}
