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
        countConnections(&packets)
        countNumbers(packets)
        recent.add(packets, oldest: oldest!)
        packets.removeAll(keepingCapacity: true)
        swap(&packets, &arrivals.packets)
    }

    private mutating func countNumbers(_ packets: [Arrival]) {
        for index in packets.indices {
            let (cell, slot) = (packets[index].cell, Int(packets[index].slot))
            if packets[index].vlan >= 0 { vlans.add(Int(packets[index].vlan), cell, slot: slot) }
            let source = packets[index].segment.sourcePort
            let destination = packets[index].segment.destinationPort
            guard source >= 0, destination >= 0 else { continue }
            let service = services.service(
                Int(source), Int(destination), isUDP: packets[index].flags.rawValue == 0)
            ports.add(service.port, cell, slot: slot)
            if service.application >= 0 { applications.add(service.application, cell, slot: slot) }
        }
    }

    private mutating func countConnections(_ packets: inout [Arrival]) {
        connections.approach(&packets)
        for index in packets.indices where packets[index].hasBothEnds {
            connections.add(packets[index])
            if connections.isNameWanted { nameFlow(packets[index]) }
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
