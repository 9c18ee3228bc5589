import CommandSupport
import Testing

@Suite struct RelayTests {
    private final class Cup: @unchecked Sendable { var content = 0 }

    @Test func `all comes across once and in order, however the threads run`() throws {
        for count in 1...4 {
            let relay = Relay(count)
            let cups = (0..<count).map { _ in Cup() }
            let isStarted = SecondThread.start {
                for number in 1...1000 {
                    cups[relay.takeUnused()].content = number
                    relay.handOver()
                }
            }
            try #require(isStarted)
            var found: [Int] = []
            while found.count < 1000 {
                guard let cup = relay.tryTake() else { continue }
                found.append(cups[cup].content)
                relay.giveBack()
            }
            #expect(found == Array(1...1000))
            #expect(relay.isEmpty && relay.tryTake() == nil)
        }
    }

    @Test func `what was given back last is filled next`() {
        let relay = Relay(5)
        var names: [Int] = []
        for _ in 0..<4 {
            names.append(relay.takeUnused())
            relay.handOver()
            #expect(relay.tryTake() == names.last)
            relay.giveBack()
        }
        #expect(Set(names).count == 1)
        // Only when the other falls behind come more of them, each once.
        names = []
        for _ in 0..<5 {
            names.append(relay.takeUnused())
            relay.handOver()
        }
        #expect(Set(names).count == 5)
        for name in names {
            #expect(relay.tryTake() == name)
            relay.giveBack()
        }
    }

    @Test func `what was taken and not handed over is taken again`() {
        let relay = Relay(2)
        let first = relay.takeUnused()
        #expect(relay.takeUnused() == first && relay.isEmpty)
    }
}
