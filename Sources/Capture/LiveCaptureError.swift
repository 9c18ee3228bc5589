/// Why an interface cannot be captured from, or no longer.
package enum LiveCaptureError: Error, Equatable {
    case noPermission(interface: String)
    case noSuchInterface(String, String)
    case notUp(interface: String)
    /// The filter's fault, in libpcap's words.
    case filter(String)
    case linkType(String, interface: String, offered: [String])
    case timestampType(String, interface: String, offered: [String])
    /// What libpcap says.
    case failed(String)
    /// A capture that ended on its own: the interface went away.
    case interfaceGone(String)
}

extension LiveCaptureError: CustomStringConvertible {
    /// One line that says what to do. It may hold text from outside: escape it before it reaches a terminal.
    package var description: String {
        switch self {
        case .noPermission(let interface):
            "no permission to capture on \(interface): allow it once with "
                + "'sudo setcap cap_net_raw=ep $(command -v netcap)', or run netcap with sudo"
        case .noSuchInterface(let interface, let detail):
            "no interface \(interface)\(detail.isEmpty ? "" : " (\(detail))"): 'netcap -D' lists those there are"
        case .notUp(let interface):
            "interface \(interface) is down: bring it up with 'sudo ip link set \(interface) up'"
        case .filter(let message): "filter: \(message)"
        case .linkType(let name, let interface, let offered):
            "\(interface) has no link type \(name): it offers \(offered.joined(separator: ", "))"
        case .timestampType(let name, let interface, let offered):
            offered.isEmpty
                ? "\(interface) has no choice of timestamp type, so not \(name) either"
                : "\(interface) has no timestamp type \(name): it offers \(offered.joined(separator: ", "))"
        case .failed(let message): message
        case .interfaceGone(let interface):
            "interface \(interface) has disappeared: everything that was captured until then is in the stream"
        }
    }
}
