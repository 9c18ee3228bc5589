import Packets

/// The application that a packet belongs to, told by its ports until a payload of its flow says better.
///
/// The service port of a packet is the one of its two ports that is in the table, which has the well-known ones of IANA's
/// registry that are seen; where both or neither are, the lower. See `told` for what payloads say.
struct Application {
    /// Names in the order of their ids; the same port means the same to TCP and UDP but where noted.
    static let names: [String] = table.map(\.0)

    private static let table: [(String, [UInt16])] = [
        ("HTTP", [80, 8080, 8000, 8008, 8888]), ("HTTPS", [443, 8443]), ("QUIC", []), ("DNS", [53]),
        ("mDNS", [5353]), ("LLMNR", [5355]), ("DHCP", [67, 68]), ("DHCPv6", [546, 547]), ("NTP", [123]),
        ("SSH", [22]), ("Telnet", [23]), ("FTP", [21]), ("FTP data", [20]), ("TFTP", [69]),
        ("SMTP", [25, 465, 587]),
        ("POP3", [110]), ("POP3S", [995]), ("IMAP", [143]), ("IMAPS", [993]), ("SNMP", [161, 162]),
        ("LDAP", [389]), ("LDAPS", [636]), ("Kerberos", [88]), ("SMB", [445]), ("NetBIOS", [137, 138, 139]),
        ("RPC", [111]), ("MS RPC", [135]), ("NFS", [2049]), ("rsync", [873]), ("Syslog", [514]),
        ("SSDP", [1900]),
        ("RDP", [3389]), ("VNC", [5900]), ("SIP", [5060, 5061]), ("STUN", [3478]), ("RTSP", [554]),
        ("BGP", [179]), ("RIP", [520]), ("HSRP", [1985]), ("IKE", [500, 4500]), ("OpenVPN", [1194]),
        ("WireGuard", [51820]), ("VXLAN", [4789]), ("GENEVE", [6081]), ("GTP", [2123, 2152]),
        ("L2TP", [1701]),
        ("Teredo", [3544]), ("RADIUS", [1812, 1813]), ("TACACS", [49]), ("Diameter", [3868]),
        ("MySQL", [3306]),
        ("PostgreSQL", [5432]), ("MS SQL", [1433]), ("Oracle", [1521]), ("Redis", [6379]),
        ("MongoDB", [27017]),
        ("memcached", [11211]), ("Elasticsearch", [9200]), ("Kafka", [9092]), ("AMQP", [5672]),
        ("MQTT", [1883, 8883]), ("XMPP", [5222, 5269]), ("IRC", [6667]), ("Modbus", [502]), ("DNP3", [20000]),
        ("BACnet", [47808]), ("S7comm", [102]), ("EtherNet/IP", [44818]), ("OPC UA", [4840]),
        ("CoAP", [5683]), ("Whois", [43]), ("Git", [9418]), ("DNS over TLS", [853]),
        ("Prometheus", [9090, 9100]),
        ("NetFlow", [2055]), ("IPFIX", [4739]), ("sFlow", [6343]), ("TLS", []),
    ]
    private static let http = 0
    private static let https = 1
    private static let quic = 2
    private static let dns = id("DNS")
    private static let ssh = id("SSH")
    private static let tls = id("TLS")
    private static let dhcp = id("DHCP")
    private static let ntp = id("NTP")
    /// What speaks HTTP, and DNS, under a name of its own.
    private static let overHTTP = [http, id("SSDP"), id("Elasticsearch"), id("Prometheus")]
    private static let likeDNS = [dns, id("mDNS"), id("LLMNR")]

    private static func id(_ name: String) -> Int { table.firstIndex { $0.0.description == name }! }

    /// The application of a flow whose payload was recognised, where `known`, or -1, is what was known of it before.
    ///
    /// TLS hides what it carries: on a port with a name it is that application, but what TLS cannot be.
    private static func told(by payload: PayloadProtocol, known: Int) -> Int {
        switch payload {
        case .dns: likeDNS.contains(known) ? known : dns
        case .http: overHTTP.contains(known) ? known : http
        case .tls: known == http ? https : [-1, dns, ssh, ntp].contains(known) ? tls : known
        case .quic: quic
        case .dhcp: dhcp
        case .ntp: ntp
        case .ssh: ssh
        }
    }

    /// The answers of `told`: for each payload one for every application, and one before them for none.
    private let answers: [UInt8] = PayloadProtocol.allCases.flatMap { payload in
        (-1..<names.count).map { UInt8(told(by: payload, known: $0)) }
    }

    @inline(__always)
    func told(by payload: PayloadProtocol, known: Int) -> Int {
        Int(answers[Int(payload.rawValue) &* (Self.names.count &+ 1) &+ known &+ 1])
    }

    /// The id plus one of each port in the table.
    private let ids: [UInt8]
    /// A bit for each port that is in the table: small enough to stay near the processor.
    private let known: [UInt64]

    init() {
        var ids = [UInt8](repeating: 0, count: 1 << 16)
        var known = [UInt64](repeating: 0, count: 1 << 10)
        for (id, row) in Self.table.enumerated() {
            for port in row.1 {
                ids[Int(port)] = UInt8(id + 1)
                known[Int(port) / 64] |= 1 << UInt64(port % 64)
            }
        }
        (self.ids, self.known) = (ids, known)
    }

    @inline(__always)
    private func isKnown(_ port: Int) -> Bool { known[port >> 6] &>> UInt64(port & 63) & 1 == 1 }

    /// The service port of a packet with these two ports, and the id of its application or -1.
    @inline(__always)
    func service(_ source: Int, _ destination: Int, isUDP: Bool) -> (port: Int, application: Int) {
        let (isSource, isDestination) = (isKnown(source), isKnown(destination))
        guard isSource || isDestination else { return (min(source, destination), -1) }
        let port = isSource && isDestination ? min(source, destination) : isSource ? source : destination
        let id = Int(ids[port]) &- 1
        return (port, id == Self.https && isUDP ? Self.quic : id)
    }
}
