import CPcap

/// Asks the kernel which socket a flow belongs to: one question per flow, answered at once (NETLINK_SOCK_DIAG of
/// sock_diag(7)), about the network namespace of this process.
struct SocketTable: ~Copyable {
    private let descriptor: Int32
    private var sequence: UInt32 = 0
    private var reply = [UInt8](repeating: 0, count: 8192)

    /// What the kernel says about a flow.
    enum Answer: Equatable {
        /// The number of the socket's file, and the user who made it.
        case socket(inode: UInt32, user: UInt32)
        /// A connection in this state (`TCP_*` of tcp_states.h) without a file.
        case unowned(state: UInt8)
        case noSocket
        /// It does not know this protocol.
        case unknown
    }

    /// Nil where the system has no such tables.
    init?() {
        let netlink = 16 as Int32  // AF_NETLINK
        let sockDiag = 4 as Int32  // NETLINK_SOCK_DIAG
        descriptor = socket(netlink, Int32(SOCK_RAW.rawValue), sockDiag)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // A kernel without the module answers as if there were no socket: ask for one that there is.
        guard knowsOwnSocket() else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func answer(_ flow: SocketFlow) -> Answer {
        sequence &+= 1
        let question = Self.question(flow, sequence: sequence)
        guard send(descriptor, question, question.count, 0) == question.count else { return .unknown }
        // The answer is there when `send` returns; one that belongs to an earlier question is passed over.
        for _ in 0..<4 {
            let count = recv(descriptor, &reply, reply.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return .unknown }
            if let answer = Self.answer(reply[..<count], sequence: sequence) { return answer }
        }
        return .unknown
    }

    // MARK: The messages (linux/netlink.h, sock_diag.h, inet_diag.h)

    private static let sockDiagByFamily: UInt16 = 20

    ///     0        4      6      8         12        16
    ///     +--------+------+------+---------+---------+
    ///     | length | type | flags| sequence| port id |
    ///     +-----+-----+----+-----+---------+---------+   20
    ///     | fam | pro | ext| pad | states  |
    ///     +-----+-----+----+-----+---------+-------------------------+   then the flow, 48 bytes
    ///     | sport | dport | source (16) | destination (16) | interface | cookie (8) |
    ///     +-------+-------+-------------+------------------+-----------+------------+
    static func question(_ flow: SocketFlow, sequence: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(72)
        func native<Value: FixedWidthInteger>(_ value: Value) { withUnsafeBytes(of: value) { bytes += $0 } }
        native(UInt32(72))
        native(sockDiagByFamily)
        native(UInt16(1))  // NLM_F_REQUEST
        native(sequence)
        native(UInt32(0))
        let family = UInt8(flow.isIPv6 ? AF_INET6 : AF_INET)
        bytes += [family, flow.transport, 0, 0]
        native(UInt32.max)  // any state
        // For TCP the source is ours; for UDP, by the kernel's own history, it is the other's.
        let isTCP = flow.transport == 6
        native((isTCP ? flow.localPort : flow.remotePort).bigEndian)
        native((isTCP ? flow.remotePort : flow.localPort).bigEndian)
        for address in isTCP ? [flow.local, flow.remote] : [flow.remote, flow.local] {
            if flow.isIPv6 {
                native(address.bigEndian)
            } else {
                native(UInt32(truncatingIfNeeded: address).bigEndian)
                bytes += [UInt8](repeating: 0, count: 12)
            }
        }
        native(flow.interface)
        native(UInt64.max)  // no cookie
        return bytes
    }

    /// Nil when it answers another question. Whatever the bytes are, this returns.
    static func answer(_ bytes: some Collection<UInt8>, sequence: UInt32) -> Answer? {
        let bytes = Array(bytes)
        func word(_ at: Int) -> UInt32 {
            bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: UInt32.self) }
        }
        guard bytes.count >= 20 else { return .unknown }
        guard word(8) == sequence else { return nil }
        let type = UInt16(truncatingIfNeeded: word(4))
        if type == 2 {  // NLMSG_ERROR
            return Int32(bitPattern: word(16)) == -ENOENT ? .noSocket : .unknown
        }
        // inet_diag_msg: the state in its second byte, at the end the user and the inode.
        guard type == sockDiagByFamily, bytes.count >= 88 else { return .unknown }
        let inode = word(84)
        return inode == 0 ? .unowned(state: bytes[17]) : .socket(inode: inode, user: word(80))
    }

    private mutating func knowsOwnSocket() -> Bool {
        for (kind, transport) in [(SOCK_DGRAM, UInt8(17)), (SOCK_STREAM, UInt8(6))] {
            let own = socket(AF_INET, Int32(kind.rawValue), 0)
            guard own >= 0 else { return false }
            defer { close(own) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(own, $0, length) == 0 && (kind == SOCK_DGRAM || listen(own, 1) == 0)
                        && getsockname(own, $0, &length) == 0
                }
            }
            let loopback = HostAddresses.mapped(0x7F00_0001)
            let flow = SocketFlow(
                transport: transport, local: loopback, localPort: UInt16(bigEndian: address.sin_port),
                remote: loopback, remotePort: 9)
            var status = stat()
            guard isBound, fstat(own, &status) == 0,
                answer(flow) == .socket(inode: UInt32(truncatingIfNeeded: status.st_ino), user: geteuid())
            else { return false }
        }
        return true
    }
}
