/// Names for people: host names that were looked up, and services by port.
package struct Names: Sendable {
    /// An address and its name; nil when it has none.
    private var hosts: [String: String?] = [:]
    private static let limit = 4096  // names kept; a flood of addresses starts over

    package init() {}

    package mutating func set(_ address: String, name: String?) {
        if hosts.count >= Names.limit { hosts.removeAll(keepingCapacity: true) }
        hosts[address] = .some(name)
    }

    /// Forgets the addresses that have no name: a name server that was away may be asked again.
    package mutating func forgetNameless() { hosts = hosts.filter { $0.value != nil } }

    package func isKnown(_ address: String) -> Bool { hosts[address] != nil }

    /// The name of an address where there is one, the address otherwise.
    package func host(_ address: String) -> String { (hosts[address] ?? nil) ?? address }

    /// What listens at a port, by convention (the IANA registry); nil when nothing that people would name.
    package static func service(port: UInt16) -> String? { services[port] }

    private static let services: [UInt16: String] = [
        20: "ftp-data", 21: "ftp", 22: "ssh", 23: "telnet", 25: "smtp", 49: "tacacs", 53: "dns", 67: "dhcp",
        68: "dhcp", 69: "tftp", 80: "http", 88: "kerberos", 110: "pop3", 111: "rpcbind", 113: "ident",
        119: "nntp", 123: "ntp", 135: "msrpc", 137: "netbios-ns", 138: "netbios-dgm", 139: "netbios-ssn",
        143: "imap", 161: "snmp", 162: "snmp-trap", 179: "bgp", 389: "ldap", 443: "https", 445: "smb",
        465: "smtps", 500: "ike", 514: "syslog", 515: "lpd", 520: "rip", 546: "dhcpv6", 547: "dhcpv6",
        548: "afp", 554: "rtsp", 587: "submission", 631: "ipp", 636: "ldaps", 646: "ldp", 853: "dot",
        873: "rsync", 989: "ftps-data", 990: "ftps", 993: "imaps", 995: "pop3s", 1080: "socks",
        1194: "openvpn", 1433: "mssql", 1521: "oracle", 1701: "l2tp", 1723: "pptp", 1812: "radius",
        1813: "radius-acct", 1883: "mqtt", 1900: "ssdp", 2049: "nfs", 2181: "zookeeper", 2375: "docker",
        2379: "etcd", 3128: "proxy", 3306: "mysql", 3389: "rdp", 3478: "stun", 4500: "ipsec-nat",
        4789: "vxlan", 5060: "sip", 5061: "sips", 5222: "xmpp", 5353: "mdns", 5355: "llmnr", 5432: "postgres",
        5671: "amqps", 5672: "amqp", 5900: "vnc", 5985: "winrm", 6379: "redis", 6443: "kubernetes",
        6667: "irc", 8080: "http-alt", 8443: "https-alt", 8883: "mqtts", 9042: "cassandra",
        9090: "prometheus",
        9092: "kafka", 9200: "elastic", 11211: "memcached", 25565: "minecraft", 27017: "mongodb",
        51820: "wireguard",
    ]
}
