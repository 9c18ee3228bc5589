import Glibc
import Testing

@testable import Capture

@Suite struct PrivilegesTests {
    @Test func `a user is found by name and by number, and nobody by a name that is none`() {
        let root = SystemUser(named: "root")
        #expect(root?.user == 0 && root?.group == 0)
        #expect(SystemUser(named: "0") == root)
        #expect(SystemUser(named: "no such user") == nil)
        #expect(SystemUser(named: "4294967294") == nil)
        #expect(SystemUser(named: "") == nil)
    }

    @Test func `what is held is what the system says of this process`() throws {
        let file = try #require(fopen("/proc/self/status", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        var effective: UInt64?
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("CapEff:\t") { effective = UInt64(text.dropFirst(8).dropLast(), radix: 16) }
        }
        let expected = Privileges.Capabilities(rawValue: UInt32(truncatingIfNeeded: try #require(effective)))
        #expect(Privileges.held == expected)
    }
}
