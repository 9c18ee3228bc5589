import JSONLines

/// A packet of a flow that the cache does not hold: its texts are looked up in the tables, which may give the place of
/// another key to one of them.
extension Aggregator {
    /// Makes a flow for a packet, or, where there is one whose ids are outdated, looks them up again; returns its place.
    @inline(never)
    mutating func meetFlow(_ packet: Arrival, _ buffer: RawSpan) -> Int {
        let source = meetHost(buffer.extracting(packet.source.range), sparing: CachedFlow.absent)
        let destination = meetHost(buffer.extracting(packet.destination.range), sparing: source.id)
        var flow = CachedFlow()
        flow.proto = meetProtocol(buffer.extracting(packet.proto.range))
        let (from, to) = (Int(packet.side), 1 - Int(packet.side))
        (flow.sides[from].host, flow.sides[to].host) = (source.id, destination.id)
        if packet.flags.contains(.isPresent) { flow.traits.insert(.hasFlags) }
        flow.vlan = packet.vlan
        if packet.hasPorts {
            flow.traits.insert(.hasPorts)
            (flow.sides[from].port, flow.sides[to].port) = (packet.sourcePort, packet.destinationPort)
            let service = services.service(
                Int(packet.sourcePort), Int(packet.destinationPort),
                isUDP: !packet.flags.contains(.isPresent))
            if service.port == Int(flow.sides[1].port) { flow.traits.insert(.isServiceOne) }
            if service.application >= 0 { flow.application = UInt8(truncatingIfNeeded: service.application) }
        }
        if source.id != CachedFlow.absent && destination.id != CachedFlow.absent {
            let isSourceFirst = source.key.hash <= destination.key.hash
            if source.id == destination.id || isSourceFirst == (from == 0) {
                flow.traits.insert(.isZeroFirst)
            }
            flow.conversation = meetConversation(source, destination, isSourceFirst: isSourceFirst)
        }
        return keep(flow, packet.hash)
    }

    private mutating func keep(_ flow: CachedFlow, _ hash: UInt64) -> Int {
        let known = flows.find(hash)
        if known >= 0 {
            flows.update(known, flow)
            return known
        }
        if flows.isFull {
            fold()
            flows.clear()
        }
        return flows.insert(flow, hash)
    }

    private mutating func meetHost(_ text: RawSpan, sparing spared: UInt32) -> (id: UInt32, key: KeyHash) {
        guard text.byteCount > 0 else { return (CachedFlow.absent, KeyHash(hash: 0, check: 0)) }
        let key = KeyHash(text)
        var id = hosts.index.find(key)
        if id < 0 {
            if hosts.index.isFull { releaseIds() }
            id = insertHost(key, text, oldest!, sparing: spared == CachedFlow.absent ? -1 : Int(spared))
        }
        return (UInt32(truncatingIfNeeded: id), key)
    }

    /// Gives a host that is not known an id, that of another one where there are too many.
    mutating func insertHost(_ key: KeyHash, _ text: RawSpan, _ oldest: Int64, sparing spared: Int = -1)
        -> Int
    {
        if hosts.index.isFull { conversations.keepNames(hosts.index) }
        return hosts.insert(key, text, oldest, sparing: spared)
    }

    private mutating func meetProtocol(_ text: RawSpan) -> UInt32 {
        guard text.byteCount > 0 else { return CachedFlow.absent }
        let key = KeyHash(text)
        var id = protocols.index.find(key)
        if id < 0 {
            if protocols.index.isFull { releaseIds() }
            id = protocols.insert(key, text, RawSpan(), oldest!)
        }
        return UInt32(truncatingIfNeeded: id)
    }

    private mutating func meetConversation(
        _ source: (id: UInt32, key: KeyHash), _ destination: (id: UInt32, key: KeyHash), isSourceFirst: Bool
    ) -> Int32 {
        let (first, second) = isSourceFirst ? (source, destination) : (destination, source)
        let pair = KeyHash(first.key, second.key)
        var id = conversations.keys.index.find(pair)
        if id < 0 {
            if conversations.keys.index.isFull { releaseIds() }
            id = conversations.insert(pair, first.id, second.id, &hosts, oldest!)
        }
        return Int32(truncatingIfNeeded: id)
    }

    /// A key is about to lose its id: all that speaks of it is folded before, and looked up again after.
    private mutating func releaseIds() {
        fold()
        flows.outdate()
    }
}
