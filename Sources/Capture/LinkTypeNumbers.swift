import CPcap

/// libpcap counts link types twice: DLT_ numbers, which differ between systems, and LINKTYPE_ numbers, which
/// stand in files. They are the same but for these (pcap-common.c).
enum LinkTypeNumbers {
    private static let differing: [(dlt: Int32, linkType: UInt16)] = [
        (DLT_ATM_RFC1483, 100), (DLT_RAW, 101), (DLT_SLIP_BSDOS, 102), (DLT_PPP_BSDOS, 103),
        (DLT_ATM_CLIP, 106), (DLT_PKTAP, 258),
    ]

    static func linkType(dlt: Int32) -> UInt16 {
        differing.first { $0.dlt == dlt }?.linkType ?? UInt16(truncatingIfNeeded: dlt)
    }

    static func dlt(linkType: UInt16) -> Int32 {
        differing.first { $0.linkType == linkType }?.dlt ?? Int32(linkType)
    }

    /// `EN10MB (Ethernet)`, as tcpdump says it; the number when it has no name.
    static func text(dlt: Int32) -> String {
        guard let name = pcap_datalink_val_to_name(dlt) else { return "\(dlt)" }
        guard let description = pcap_datalink_val_to_description(dlt) else { return String(cString: name) }
        return "\(String(cString: name)) (\(String(cString: description)))"
    }
}

/// A link type that an interface offers.
package struct LinkTypeChoice: Equatable, Sendable {
    /// What `-y` takes.
    package var name: String
    package var description: String
}
