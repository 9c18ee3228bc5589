extension Aggregator {
    /// Counts the packets that were taken, table by table. Whoever looks at a table, or closes one, calls it before.
    mutating func countArrivals() {
        guard !arrivals.isEmpty else { return }
        var packets: [Arrival] = []
        swap(&packets, &arrivals.packets)
        hosts.count(packets)
        sizes.count(packets)
        conversations.count(&packets, hosts, oldest: oldest!)
        fanOut.count(packets, oldest: oldest!)
        countConnections(packets)
        countNumbers(packets)
        recent.add(packets, oldest: oldest!)
        packets.removeAll(keepingCapacity: true)
        swap(&packets, &arrivals.packets)
    }

    private mutating func countNumbers(_ packets: [Arrival]) {
        for packet in packets {
            let (cell, slot) = (packet.cell, Int(packet.slot))
            if packet.vlan >= 0 { vlans.add(Int(packet.vlan), cell, slot: slot) }
            let (source, destination) = (packet.segment.sourcePort, packet.segment.destinationPort)
            guard source >= 0, destination >= 0 else { continue }
            let service = services.service(
                Int(source), Int(destination), isUDP: packet.flags.rawValue == 0)
            ports.add(service.port, cell, slot: slot)
            if service.application >= 0 { applications.add(service.application, cell, slot: slot) }
        }
    }

    private mutating func countConnections(_ packets: [Arrival]) {
        if packets.count > 1 { connections.approach(packets) }
        for packet in packets where packet.hasBothEnds {
            connections.add(packet.segment, slot: Int(packet.slot))
            if connections.isNameWanted { nameFlow(packet) }
        }
        if configuration.writesFlows { writeFlows() }
    }

    private mutating func nameFlow(_ packet: Arrival) {
        let source = AddressText(hosts.index, packet.source)
        let destination = AddressText(hosts.index, packet.destination)
        connections.name(
            source: source, destination: destination, proto: AddressText(protocols.index, packet.proto))
    }
}
