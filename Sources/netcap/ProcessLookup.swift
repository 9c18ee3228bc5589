import Capture
import CommandSupport
import Glibc
import Packets

/// `--process`: whose each live packet is.
///
/// The local end is the one whose address is this host's: the source of what goes out, the destination of what comes
/// in. Where both are, the process is the sender's and the receiver's is its `peer`.
struct ProcessLookup: ~Copyable {
    /// Monotonic nanoseconds; the owner sets it before each batch of packets.
    var now: Int64 = 0

    private var finder: ProcessFinder
    private var host = HostAddresses()
    /// The system's number of each interface of the capture.
    private let interfaces: [UInt32]

    /// What it takes to look into the processes of other users.
    static let capabilities: Privileges.Capabilities = [.trace, .readSearch]

    /// Says what is missing.
    init(_ captured: [LiveConfiguration], _ diagnostics: Diagnostics) throws {
        interfaces = captured.map { if_nametoindex($0.interface) }
        let seesAll = Privileges.held.isSuperset(of: Self.capabilities)
        finder = ProcessFinder(seesAll: seesAll)
        guard finder.isAvailable else {
            throw Failure.stopped(
                "--process: this system does not say whose a socket is (its kernel needs inet_diag)")
        }
        if !seesAll {
            diagnostics.say(
                "--process: only processes of this user will be named; for those of others: sudo setcap "
                    + "cap_net_raw,cap_sys_ptrace,cap_dac_read_search=ep $(command -v netcap)")
        }
    }

    var isSearching: Bool { finder.isSearching }
    mutating func advance(now: Int64) { finder.advance(now: now) }

    /// The addresses of the host may have changed.
    mutating func refresh() { host = HostAddresses() }

    mutating func identify(_ packet: inout Packet, _ frame: borrowing Frame) {
        let seen = packet.flow()
        guard let source = number(seen.source), let destination = number(seen.destination),
            let transport = seen.transport
        else { return packet.setProcess(LocalProcess(reason: "no_ports"), peer: nil) }
        let ours = (source: host.contains(source), destination: host.contains(destination))
        guard ours.source || ours.destination else {
            let isGroup = seen.isToGroup || destination >> 120 == 0xFF || destination >> 28 == 0xFFFF_E
            // What comes to us or is sent by us, and yet is not ours, is a router's work.
            let isOthers = frame.direction == .unknown
            return packet.setProcess(
                LocalProcess(reason: isGroup ? "group" : isOthers ? "not_local" : "forwarded"), peer: nil)
        }
        guard transport == 6 || transport == 17 || transport == 136 else {
            return packet.setProcess(LocalProcess(reason: "unsupported"), peer: nil)
        }
        let flow = SocketFlow(
            transport: transport, local: source, localPort: seen.sourcePort, remote: destination,
            remotePort: seen.destinationPort,
            interface: frame.systemInterface != 0 ? frame.systemInterface : interfaces[frame.interface])
        let begins = seen.begins
        let sender = ours.source ? process(finder.owner(of: flow, begins: begins, now: now)) : nil
        let receiver =
            ours.destination ? process(finder.owner(of: flow.reversed, begins: begins, now: now)) : nil
        if let sender {
            packet.setProcess(sender, peer: receiver)
        } else if let receiver {
            packet.setProcess(receiver, peer: nil)
        }
    }

    private func number(_ address: Address) -> UInt128? {
        switch address {
        case .ipv4(let value): HostAddresses.mapped(value)
        case .ipv6(let high, let low): UInt128(high) << 64 | UInt128(low)
        default: nil
        }
    }

    private func process(_ owner: SocketOwner) -> LocalProcess {
        guard owner.pid == 0 else {
            return LocalProcess(
                pid: owner.pid, command: owner.command, commandLength: Int(owner.commandLength))
        }
        return LocalProcess(reason: owner.reason.name)
    }
}

extension SocketOwner.Reason {
    /// As it stands in the stream.
    var name: StaticString {
        switch self {
        case .pending: "pending"
        case .limited: "limited"
        case .noTable: "no_table"
        case .noSocket: "no_socket"
        case .closed: "closed"
        case .notAccepted: "not_accepted"
        case .noPermission: "no_permission"
        case .noProcess: "no_process"
        }
    }
}
