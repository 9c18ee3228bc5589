/// One end of a conversation, as the socket tables of this host know it.
package struct SocketFlow: Hashable, Sendable {
    /// IPv4 and IPv6 as numbers of 128 bits, see `HostAddresses`.
    package var local: UInt128
    package var remote: UInt128
    package var localPort: UInt16
    package var remotePort: UInt16
    /// The number of the IP protocol.
    package var transport: UInt8
    /// The system's number of the interface: sockets can be bound to one.
    package var interface: UInt32

    package init(
        transport: UInt8, local: UInt128, localPort: UInt16, remote: UInt128, remotePort: UInt16,
        interface: UInt32 = 0
    ) {
        self.transport = transport
        self.local = local
        self.localPort = localPort
        self.remote = remote
        self.remotePort = remotePort
        self.interface = interface
    }

    var isIPv6: Bool { local >> 32 != 0xFFFF || remote >> 32 != 0xFFFF }

    /// The same conversation from its other end.
    package var reversed: SocketFlow {
        SocketFlow(
            transport: transport, local: remote, localPort: remotePort, remote: local, remotePort: localPort,
            interface: interface)
    }

    /// Spreads flows over a table.
    var spread: UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        func mix(_ value: UInt64) {
            hash = (hash ^ value) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash >> 31
        }
        mix(UInt64(truncatingIfNeeded: local))
        mix(UInt64(truncatingIfNeeded: local >> 64))
        mix(UInt64(truncatingIfNeeded: remote))
        mix(UInt64(truncatingIfNeeded: remote >> 64))
        mix(UInt64(localPort) << 48 | UInt64(remotePort) << 32 | UInt64(interface))
        mix(UInt64(transport))
        return hash
    }
}

/// The process at one end of a flow, or why it is not known. A fixed size, without references.
package struct SocketOwner: Sendable {
    /// 0 when it is not known.
    package var pid: Int32 = 0
    /// The first bytes of the program's name, whatever they are (`/proc/…/comm`, at most 15).
    package var command = InlineArray<16, UInt8>(repeating: 0)
    package var commandLength: UInt8 = 0
    /// Says something only where `pid` is 0.
    package var reason = Reason.pending

    /// Why a process is not known.
    package enum Reason: UInt8, Sendable {
        /// The search goes on; later packets of the flow may have it.
        case pending
        /// Too many new flows at once: nobody has looked yet.
        case limited
        /// The system has no table of sockets to ask.
        case noTable
        /// No socket has these addresses and ports: it was closed already, or is in another network namespace.
        case noSocket
        /// The connection is still being closed by the system, and its process has let go of it.
        case closed
        /// The connection waits in a queue: no process has accepted it yet.
        case notAccepted
        /// There is a socket, and we may not look into all processes.
        case noPermission
        /// There is a socket, and no process holds it: it is the kernel's, or that of another process namespace.
        case noProcess
    }

    package init(_ reason: Reason) { self.reason = reason }

    package init(pid: Int32, command: some Sequence<UInt8>) {
        self.pid = pid
        for byte in command.prefix(16) {
            self.command[Int(commandLength)] = byte
            commandLength += 1
        }
    }
}
