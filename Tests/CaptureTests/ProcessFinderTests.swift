import Glibc
import Testing

@testable import Capture

/// Real sockets of this very process.
@Suite(.enabled(if: SocketTable() != nil, "needs a kernel that says whose a socket is"))
struct ProcessFinderTests {
    private static let loopback = HostAddresses.mapped(0x7F00_0001)
    private static let second: Int64 = 1_000_000_000

    /// A socket of this kind on the loopback, and its port.
    private func open(_ kind: __socket_type) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private func flow(_ transport: UInt8, _ port: UInt16) -> SocketFlow {
        SocketFlow(
            transport: transport, local: Self.loopback, localPort: port, remote: Self.loopback, remotePort: 9)
    }

    @Test func `names this process for its own sockets, and nobody once they are closed`() throws {
        var finder = ProcessFinder(seesAll: true)
        let (descriptor, port) = try open(SOCK_DGRAM)
        var now: Int64 = 1
        var owner = finder.owner(of: flow(17, port), begins: false, now: now)
        for _ in 0..<1000 where owner.pid == 0 {
            now += Self.second / 10
            owner = finder.owner(of: flow(17, port), begins: false, now: now)
        }
        #expect(owner.pid == getpid())
        #expect(owner.commandLength > 0)
        close(descriptor)
        #expect(finder.owner(of: flow(17, port), begins: false, now: now + 1).pid == getpid(), "remembered")
        now += 6 * Self.second
        let later = finder.owner(of: flow(17, port), begins: false, now: now)
        #expect(later.pid == 0 && later.reason == .noSocket)
    }

    @Test func `a connection that begins anew is not the old one`() throws {
        var finder = ProcessFinder(seesAll: true)
        let (descriptor, port) = try open(SOCK_STREAM)
        try #require(listen(descriptor, 1) == 0)
        var now: Int64 = 1
        var owner = finder.owner(of: flow(6, port), begins: true, now: now)
        for _ in 0..<1000 where owner.pid == 0 {
            now += Self.second / 10
            owner = finder.owner(of: flow(6, port), begins: false, now: now)
        }
        #expect(owner.pid == getpid())
        close(descriptor)
        let last = finder.owner(of: flow(6, port), begins: false, now: now + 6 * Self.second)
        #expect(last.pid == getpid(), "what comes late still belongs to the process that had the connection")
        let anew = finder.owner(of: flow(6, port), begins: true, now: now + 6 * Self.second)
        #expect(anew.pid == 0 && anew.reason == .noSocket)
    }

    @Test func `more flows than the work allows are not looked up, and say so`() {
        var finder = ProcessFinder(seesAll: true)
        var reasons: [SocketOwner.Reason: Int] = [:]
        for port in 1...20_000 {
            let flow = SocketFlow(
                transport: 17, local: Self.loopback, localPort: 1, remote: HostAddresses.mapped(0x0A00_0001),
                remotePort: UInt16(port))
            reasons[finder.owner(of: flow, begins: false, now: 1).reason, default: 0] += 1
        }
        #expect(reasons[.noSocket] == WorkBudget.burst / 4)
        #expect(reasons[.limited] == 20_000 - WorkBudget.burst / 4)
    }

    @Test func `work comes back with time, up to a limit`() {
        var budget = WorkBudget()
        budget.refill(0)
        budget.work = 0
        budget.refill(1000)
        #expect(budget.work == 0, "less than one call's worth is not lost either")
        budget.refill(1_000_000)
        #expect(budget.work == WorkBudget.perSecond / 1000)
        budget.refill(Int64.max)
        #expect(budget.work == WorkBudget.burst)
        budget.refill(0)
        #expect(budget.work == WorkBudget.burst, "a clock that goes back gives nothing")
    }
}
