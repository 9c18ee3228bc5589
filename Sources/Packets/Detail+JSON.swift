import JSONLines

extension Detail {
    /// One object, or null for `none`, which has no key.
    @inline(never)
    func write(to writer: inout JSONWriter) {
        switch self {
        case .none: writer.raw("null")
        case .arp(let arp): arp.write(to: &writer)
        case .quoted(let quoted): quoted.flow.write(to: &writer)
        case .neighbor(let neighbor): neighbor.write(to: &writer)
        case .group(let group): group.write(to: &writer)
        case .ospf(let ospf): ospf.write(to: &writer)
        case .vrrp(let vrrp): vrrp.write(to: &writer)
        case .pim(let pim): pim.write(to: &writer)
        case .eigrp(let eigrp): eigrp.write(to: &writer)
        case .stp(let stp): stp.write(to: &writer)
        case .lacp(let lacp): lacp.write(to: &writer)
        case .lldp(var lldp): lldp.write(to: &writer)
        case .cdp(var cdp): cdp.write(to: &writer)
        }
    }
}

extension ARPFields {
    func write(to writer: inout JSONWriter) {
        writer.raw(#"{"operation":"#)
        switch operation {
        case 1, 3: writer.quote("request")
        case 2, 4: writer.quote("reply")
        default: writer.digits(UInt64(operation))
        }
        guard hasLinkAddresses else { return writer.byte(UInt8(ascii: "}")) }
        writer.raw(#","sender":"#)
        writer.mac(sender)
        writer.raw(#","target":"#)
        writer.mac(target)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension NeighborDiscovery {
    func write(to writer: inout JSONWriter) {
        let start = writer.count
        if target != .none {
            writer.raw(#","target":"#)
            target.write(to: &writer)
        }
        if let sourceLink {
            writer.raw(#","source_link":"#)
            writer.mac(sourceLink)
        }
        if let targetLink {
            writer.raw(#","target_link":"#)
            writer.mac(targetLink)
        }
        if prefix != .none {
            writer.raw(#","prefix":"#)
            prefix.write(to: &writer)
            writer.member(#","prefix_length":"#, prefixLength)
        }
        if let mtu { writer.member(#","mtu":"#, mtu) }
        writer.closeObject(from: start)
    }
}

extension MulticastGroup {
    func write(to writer: inout JSONWriter) {
        switch kind {
        case .query: writer.raw(#"{"type":"query""#)
        case .report: writer.raw(#"{"type":"report""#)
        case .leave: writer.raw(#"{"type":"leave""#)
        case .other: writer.raw(#"{"type":"other""#)
        }
        if version > 0 { writer.member(#","version":"#, version) }
        if group != .none {
            writer.raw(#","group":"#)
            group.write(to: &writer)
        }
        if records > 0 { writer.member(#","records":"#, records) }
        writer.byte(UInt8(ascii: "}"))
    }
}

extension OSPF {
    func write(to writer: inout JSONWriter) {
        writer.member(#"{"version":"#, version)
        writer.raw(#","type":"#)
        switch type {
        case 1: writer.quote("hello")
        case 2: writer.quote("database")
        case 3: writer.quote("request")
        case 4: writer.quote("update")
        case 5: writer.quote("acknowledgement")
        default: writer.digits(UInt64(type))
        }
        writer.raw(#","router":"#)
        writer.ipv4(router)
        writer.raw(#","area":"#)
        writer.ipv4(area)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension VRRP {
    func write(to writer: inout JSONWriter) {
        writer.member(#"{"version":"#, version)
        writer.member(#","router":"#, router)
        writer.member(#","priority":"#, priority)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension PIM {
    func write(to writer: inout JSONWriter) {
        writer.member(#"{"version":"#, version)
        writer.member(#","type":"#, type)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension EIGRP {
    func write(to writer: inout JSONWriter) {
        writer.member(#"{"version":"#, version)
        writer.member(#","opcode":"#, opcode)
        writer.member(#","as":"#, autonomousSystem)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension STP {
    func write(to writer: inout JSONWriter) {
        writer.member(#"{"version":"#, version)
        writer.member(#","type":"#, type)
        if hasTree {
            writer.raw(#","root":"#)
            writer.mac(root & 0xFFFF_FFFF_FFFF)
            writer.member(#","root_priority":"#, UInt16(truncatingIfNeeded: root >> 48))
            writer.member(#","root_cost":"#, rootCost)
            writer.raw(#","bridge":"#)
            writer.mac(bridge & 0xFFFF_FFFF_FFFF)
            writer.member(#","bridge_priority":"#, UInt16(truncatingIfNeeded: bridge >> 48))
            writer.member(#","port":"#, port)
        }
        writer.byte(UInt8(ascii: "}"))
    }
}

extension LACP {
    func write(to writer: inout JSONWriter) {
        writer.raw(#"{"actor":"#)
        actor.write(to: &writer)
        writer.raw(#","partner":"#)
        partner.write(to: &writer)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension LACP.End {
    func write(to writer: inout JSONWriter) {
        writer.raw(#"{"system":"#)
        writer.mac(system)
        writer.member(#","key":"#, key)
        writer.member(#","port":"#, port)
        writer.member(#","state":"#, state)
        writer.byte(UInt8(ascii: "}"))
    }
}

extension LLDP {
    mutating func write(to writer: inout JSONWriter) {
        writer.raw(#"{"chassis":"#)
        chassis.write(to: &writer)
        writer.raw(#","port":"#)
        port.write(to: &writer)
        writer.member(#","ttl":"#, timeToLive)
        if systemName.count > 0 {
            writer.raw(#","system_name":"#)
            systemName.write(to: &writer)
        }
        writer.byte(UInt8(ascii: "}"))
    }
}

extension LLDP.Identifier {
    mutating func write(to writer: inout JSONWriter) {
        if address == .none { text.write(to: &writer) } else { address.write(to: &writer) }
    }
}
