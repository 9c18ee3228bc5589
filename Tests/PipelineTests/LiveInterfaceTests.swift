import Foundation
import Testing

/// What netcap says, and how it ends, when interfaces change under it and signals arrive.
@Suite(.needsNamespaces) struct LiveInterfaceTests {
    @Test func `an interface that goes down and comes back is waited for`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va udp >lines 2>errors & capture=$!
            await errors listening
            echo a >/dev/udp/10.9.0.2/1
            ip link set va down
            await errors 'va went down'
            ip link set va up
            await errors 'va is up again'
            echo a >/dev/udp/10.9.0.2/2
            await lines '"dst_port":2'
            kill -INT $capture
            wait $capture
            echo "status $?"
            grep -c '"dst_port"' lines
            """)
        #expect(outcome.lines == ["status 0", "2"], "\(outcome.errors)")
    }

    @Test func `an interface that gets another name is captured from on`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va udp >lines 2>errors & capture=$!
            await errors listening
            ip link set va name other 2>/dev/null || { ip link set va down; ip link set va name other; ip link set other up; }
            await errors 'va is called other now'
            echo a >/dev/udp/10.9.0.2/2
            await lines '"dst_port":2'
            kill -TERM $capture
            wait $capture
            echo "status $?"
            """)
        #expect(outcome.lines == ["status 0"], "\(outcome.errors)")
    }

    @Test func `an interface that disappears ends the capture with an error and all that was captured`()
        throws
    {
        let outcome = try LiveLab.run(
            """
            netcap -i va -w raw.pcap udp >lines 2>errors & capture=$!
            await errors listening
            for i in 1 2 3; do echo a >/dev/udp/10.9.0.2/$i; done
            ip link del va
            wait $capture
            echo "status $?"
            grep -c '"dst_port"' lines
            netcap -r raw.pcap | grep -c '"dst_port"'
            tail -n 1 lines | grep -c '"type":"capture"'
            grep -c 'va has disappeared' errors
            """)
        #expect(outcome.lines == ["status 1", "3", "3", "1", "1"], "\(outcome.errors)")
    }

    @Test func `of several interfaces one may disappear, and the others go on`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va -i lo udp >lines 2>errors & capture=$!
            await errors 'listening on lo'
            ip link del va
            await errors 'the other interfaces go on'
            echo a >/dev/udp/127.0.0.1/7
            await lines '"dst_port":7'
            kill -INT $capture
            wait $capture
            echo "status $?"
            """)
        #expect(outcome.lines == ["status 0"], "\(outcome.errors)")
    }

    @Test func `a signal asks for the counters, and the capture goes on`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va udp >lines 2>errors & capture=$!
            await errors listening
            echo a >/dev/udp/10.9.0.2/1
            await lines '"dst_port":1'
            kill -USR1 $capture
            await errors '1 packets captured, 1 received by filter, 0 dropped by kernel'
            echo a >/dev/udp/10.9.0.2/2
            await lines '"dst_port":2'
            kill -INT $capture
            wait $capture
            echo "status $?"
            tail -n 1 errors
            """)
        #expect(
            outcome.lines == [
                "status 0", "netcap: 2 packets captured, 2 received by filter, 0 dropped by kernel",
            ])
    }

    @Test func `an interface that is not there or is down is one line that says what to do`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i nowhere; echo $?
            ip link set va down
            netcap -i va; echo $?
            """)
        #expect(outcome.lines == ["1", "1"])
        #expect(outcome.errorLines.count == 2)
        #expect(outcome.errors.contains("netcap -D"))
        #expect(outcome.errors.contains("ip link set va up"))
    }

    @Test func `a time or a number of packets ends it, and what the kernel holds is not lost`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va --duration 1 udp >timed 2>errors & capture=$!
            netcap -i va -c 2 udp >counted 2>errors2 & other_capture=$!
            await errors listening
            await errors2 listening
            for i in 1 2 3; do echo a >/dev/udp/10.9.0.2/$i; done
            wait $capture; echo "status $?"
            wait $other_capture; echo "status $?"
            grep -c '"dst_port"' timed counted
            """)
        #expect(outcome.lines == ["status 0", "status 0", "timed:3", "counted:2"])
    }

    @Test func `a reader that goes away ends an idle capture in silence, and the raw one is whole`() throws {
        let outcome = try LiveLab.run(
            """
            (netcap -i va -w raw.pcap udp 2>errors; echo "status $?" >ended) | head -n 1 >line &
            await errors listening
            echo a >/dev/udp/10.9.0.2/1
            await ended status
            cat ended
            netcap -r raw.pcap | grep -c '"dst_port":1'
            """)
        #expect(outcome.lines == ["status 0", "1"])
    }
}
