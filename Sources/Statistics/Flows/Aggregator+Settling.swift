import BasicContainers
import Packets

/// What was taken is counted: in flows, and, where it is of each packet alone, in the tables.
extension Aggregator {
    /// Counts packets whose pane is known, and whose texts lie in `buffer`. Those behind them up to `end`, if there are any,
    /// will be counted in the pane of the last one.
    ///
    /// Slots, flows and connections take more memory than the processor's nearest caches have, and a packet that is counted
    /// alone waits for each of them. When all slots of many packets are asked for first, then all their flows, and then
    /// their connections, they come together: a tenth of the time for each (measured: 130 ns and 7 ns at 8 MB). They are
    /// counted in the order in which they came.
    mutating func settle(
        _ batch: inout PacketBatch, _ range: Range<Int>, before end: Int? = nil, _ buffer: RawSpan
    ) {
        guard !range.isEmpty else { return }
        var all = UniqueArray<Arrival>()
        swap(&all, &batch.packets)
        let firstRecent = recent.first(of: all, range, before: end ?? range.upperBound)
        sizes.count(all.span, range)
        var packets = all.mutableSpan
        prefetch(&packets, range)
        prefetchNames(packets, firstRecent..<range.upperBound)
        let epoch = flows.epoch
        for index in range {
            // A flow that was met may have cost others their places; those of the packets before are counted.
            if packets[index].flow < 0 || flows.epoch != epoch {
                let flow =
                    packets[index].isSpelled
                    ? findFlow(packets[index], batch.spelled.span.bytes) : findFlow(packets[index], buffer)
                packets[index].flow = Int32(truncatingIfNeeded: flow)
            }
            count(packets[index])
            if index >= firstRecent { addRecent(packets[index]) }
        }
        if configuration.writesFlows { writeFlows() }
        swap(&all, &batch.packets)
    }

    private mutating func findFlow(_ packet: Arrival, _ buffer: RawSpan) -> Int {
        let known = flows.find(packet.hash)
        return known >= 0 && !flows.isOutdated(known) ? known : meetFlow(packet, buffer)
    }

    /// Brings near all that counting will look at.
    private mutating func prefetch(_ packets: inout MutableSpan<Arrival>, _ range: Range<Int>) {
        guard range.count > 1 else { return }
        for index in range { flows.prefetch(packets[index].hash) }
        for index in range {
            packets[index].flow = Int32(truncatingIfNeeded: flows.find(packets[index].hash))
        }
        for index in range where packets[index].flow >= 0 {
            flows.prefetch(flow: Int(packets[index].flow))
        }
        for index in range where packets[index].flow >= 0 {
            if flows.isOutdated(Int(packets[index].flow)) { packets[index].flow = -1; continue }
            connections.table.prefetch(flows[Int(packets[index].flow)].connection)
        }
    }

    /// Brings near the hosts of known flows.
    private mutating func prefetchNames(_ packets: borrowing MutableSpan<Arrival>, _ range: Range<Int>) {
        for index in range where packets[index].flow >= 0 {
            let flow = flows[Int(packets[index].flow)]
            for side in 0..<2 where flow.sides[side].host != CachedFlow.absent {
                hosts.index.prefetch(id: Int(flow.sides[side].host))
            }
        }
    }

    @inline(__always)
    private mutating func count(_ packet: Arrival) {
        let flow = Int(packet.flow)
        if let payload = packet.recognized { learn(payload, flow) }
        if !flows.count(packet) { countApart(packet) }
        if flows[flow].isFollowed || configuration.writesFlows { follow(packet, flow) }
    }

    /// A payload has told which application the flow belongs to: from now on its packets count for that one.
    private mutating func learn(_ payload: PayloadProtocol, _ flow: Int) {
        let known = flows[flow].application
        let told = services.told(by: payload, known: known == CachedFlow.none ? -1 : Int(known))
        guard told != Int(known) else { return }
        putAside(flow)
        flows[flow].application = UInt8(truncatingIfNeeded: told)
    }

    /// Takes the connection of a packet further.
    @inline(__always)
    private mutating func follow(_ packet: Arrival, _ flow: Int) {
        guard flows[flow].hasBothEnds else { return }
        let known = flows[flow].connection
        let isNoted = packet.isOpening || configuration.writesFlows
        // Not changed once it is made: a segment that is copied waits for what was just written.
        let segment = Segment(packet, isTCP: flows[flow].isFollowed)
        var connection = isNoted ? addNoted(packet, flow) : add(segment, of: packet, flow)
        if connection < 0 {
            connection = connections.add(noted(packet, flow), flow: packet.flow, slot: Int(packet.slot))
        }
        if connection != known { flows[flow].connection = connection }
        if connections.isNameWanted { nameFlow(flows[flow], Int(packet.side)) }
    }

    /// Adds a segment to the connection that is known of its flow.
    @inline(__always)
    private mutating func add(_ segment: Segment, of packet: Arrival, _ flow: Int) -> Int32 {
        connections.add(
            segment, isFromLow: flows[flow].isLow(Int(packet.side)),
            at: ConnectionPlace(flow: packet.flow, connection: flows[flow].connection),
            slot: Int(packet.slot))
    }

    /// The same where the connection must know who opens it, or all of each packet.
    @inline(never)
    private mutating func addNoted(_ packet: Arrival, _ flow: Int) -> Int32 {
        add(noted(packet, flow), of: packet, flow)
    }

    /// A segment that says as well who sent it to whom, and over which ports. Changes nothing but is mutating: for a call
    /// that only reads, the compiler (6.3) copies all of the aggregator onto the stack, six thousand bytes.
    @inline(never)
    private mutating func noted(_ packet: Arrival, _ index: Int) -> Segment {
        let flow = flows[index]
        var segment = Segment(packet, isTCP: flow.isFollowed)
        let (from, to) = (flow.sides[Int(packet.side)], flow.sides[1 - Int(packet.side)])
        segment.host = from.host
        segment.source = hosts.index.hash(of: Int(from.host))
        segment.destination = hosts.index.hash(of: Int(to.host))
        if flow.traits.contains(.hasPorts) {
            (segment.sourcePort, segment.destinationPort) = (Int32(from.port), Int32(to.port))
        }
        if !segment.isTCP && flow.proto != CachedFlow.absent {
            segment.protocolHash = UInt32(truncatingIfNeeded: protocols.index.hash(of: Int(flow.proto)))
        }
        return segment
    }

    private mutating func nameFlow(_ flow: CachedFlow, _ from: Int) {
        connections.name(
            source: AddressText(hosts.index, flow.sides[from].host),
            destination: AddressText(hosts.index, flow.sides[1 - from].host),
            proto: AddressText(protocols.index, flow.proto))
    }

    private mutating func addRecent(_ packet: Arrival) {
        recent.add(packet, flows[Int(packet.flow)], hosts.index, oldest: oldest!)
    }
}

extension Segment {
    /// What a packet says of itself, without its ends.
    @inline(__always)
    fileprivate init(_ packet: Arrival, isTCP: Bool) {
        self.init(timestamp: packet.timestamp, source: 0, destination: 0, isTCP: isTCP)
        (size, packets) = (packet.cell.bytes, packet.cell.packets)
        (flags, hasSequence) = (packet.flags.rawValue & 0x1FF, packet.hasSequence)
        (sequence, acknowledgement) = (packet.sequence, packet.acknowledgement)
        (window, payload) = (packet.window, packet.payload)
    }
}
