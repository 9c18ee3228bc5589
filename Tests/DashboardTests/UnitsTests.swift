import Testing

@testable import Dashboard

@Suite struct UnitsTests {
    @Test(
        arguments: [
            (0, "0"), (7, "7"), (66, "66"), (999, "999"), (1000, "1.00 k"), (5330, "5.33 k"),
            (94_100, "94.1 k"),
            (564_000, "564 k"), (999_499, "999 k"), (999_500, "1.00 M"), (9_996, "10.0 k"),
            (1_800_000, "1.80 M"),
            (999e18, "999 E"), (1e30, "999 E"), (-3, "0"), (.nan, "0"), (.infinity, "999 E"), (0.5, "0.50"),
            (12.34, "12.3"), (999.7, "1.00 k"),
        ] as [(Double, String)])
    func `counts keep three significant digits`(value: Double, text: String) {
        #expect(Units.count(value) == text)
    }

    @Test func `rates and sizes carry their own unit`() {
        #expect(Units.packetRate(5330) == "5.33 kp/s")
        #expect(Units.bitRate(15_700_000) == "15.7 Mb/s")
        #expect(Units.bytes(UInt64(2_610_000_000)) == "2.61 GB")
        #expect(Units.bytes(UInt64(66)) == "66 B")
        #expect(Units.packetRate(0) == "0 p/s")
    }

    @Test func `groups digits in threes`() {
        #expect(Units.grouped(4_383_217) == "4,383,217")
        #expect(Units.grouped(312) == "312")
        #expect(Units.grouped(3120) == "3,120")
        #expect(Units.grouped(.max) == "18,446,744,073,709,551,615")
    }

    @Test func `a count without a prefix leaves its place empty in a column`() {
        #expect(Units.countInColumn(66) == "66  ")
        #expect(Units.countInColumn(564_000) == "564 k")
    }

    @Test(
        arguments: [
            (40.9, "40.9%"), (0.07, "0.07%"), (0.001, "<0.01%"), (100, "100%"), (99.96, "100%"), (0, "0%"),
            (0.095, "0.1%"), (1e9, ">999%"), (.nan, "0%"),
        ] as [(Double, String)])
    func `shares never read as nothing when they are something`(share: Double, text: String) {
        #expect(Units.percent(share, of: 100) == text)
    }

    @Test func `a change says its direction`() {
        #expect(Units.change(from: 100, to: 132) == "▲ 32%")
        #expect(Units.change(from: 100, to: 93) == "▼ 7%")
        #expect(Units.change(from: 100, to: 100.2) == "= 0%")
        #expect(Units.change(from: 1, to: 40) == "▲ 40x")
        #expect(Units.change(from: 0, to: 40) == nil)
    }
}
