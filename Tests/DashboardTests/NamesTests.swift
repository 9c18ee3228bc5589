import Testing

@testable import Dashboard

@Suite struct NamesTests {
    @Test func `an address without a name shows itself, until it is asked for again`() {
        var names = Names()
        names.set("192.0.2.1", name: "router.lan")
        names.set("192.0.2.2", name: nil)
        #expect(names.host("192.0.2.1") == "router.lan" && names.host("192.0.2.2") == "192.0.2.2")
        #expect(names.isKnown("192.0.2.2") && !names.isKnown("192.0.2.3"))
        names.forgetNameless()
        #expect(names.isKnown("192.0.2.1") && !names.isKnown("192.0.2.2"))
    }

    @Test func `a flood of addresses does not grow it`() {
        var names = Names()
        for number in 0..<10_000 { names.set("host \(number)", name: "x") }
        #expect((0..<10_000).count { names.isKnown("host \($0)") } <= 4096)
        #expect(names.isKnown("host 9999"))
    }

    @Test func `services have the names that people use`() {
        #expect(Names.service(port: 443) == "https")
        #expect(Names.service(port: 53) == "dns")
        #expect(Names.service(port: 40_000) == nil)
    }
}
