import Foundation
import Testing

/// What a capturing netcap may still do: root and its capabilities are given up before the first packet is looked at.
@Suite(.needsNamespaces, .enabled(if: LiveLab.has("setpriv"))) struct LivePrivilegeTests {
    /// `Uid`, `CapEff`, `CapPrm` and `NoNewPrivs` of a netcap that captures, one a line.
    private func status(_ options: String, environment: String = "") throws -> [String] {
        let outcome = try LiveLab.run(
            """
            \(environment) netcap -i va \(options) >lines 2>errors & capture=$!
            await errors listening
            awk '/^(Uid|CapEff|CapPrm|NoNewPrivs|Groups)/ { $1 = $1; print }' /proc/$capture/status
            kill -INT $capture
            wait $capture
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.lines
    }

    private let none = ["CapPrm: 0000000000000000", "CapEff: 0000000000000000", "NoNewPrivs: 1"]

    @Test func `root becomes nobody, or who called sudo, or whom -Z names`() throws {
        let nobody = try Shell.run("id -u nobody").lines[0]
        let daemon = try Shell.run("id -u daemon").lines[0]
        func uid(_ user: String) -> String { "Uid: \(user) \(user) \(user) \(user)" }
        let byDefault = try status("")
        #expect(byDefault.contains(uid(nobody)) && byDefault.suffix(3) == none[...], "\(byDefault)")
        let bySudo = try status("", environment: "SUDO_UID=4321 SUDO_GID=4322")
        #expect(bySudo.contains(uid("4321")) && bySudo.suffix(3) == none[...])
        #expect(bySudo.contains("Groups: 4322"))
        let byName = try status("-Z daemon", environment: "SUDO_UID=4321 SUDO_GID=4322")
        #expect(byName.contains(uid(daemon)) && byName.suffix(3) == none[...])
    }

    @Test func `who writes further files stays, without capabilities`() throws {
        let found = try status("-w raw -G 3600")
        #expect(found.contains("Uid: 0 0 0 0") && found.suffix(3) == none[...], "\(found)")
    }

    @Test func `asking for processes keeps what that takes and no more`() throws {
        // CAP_DAC_READ_SEARCH is bit 2, CAP_SYS_PTRACE bit 19.
        let found = try status("--process")
        #expect(
            found.suffix(3) == ["CapPrm: 0000000000080004", "CapEff: 0000000000080004", "NoNewPrivs: 1"],
            "\(found)")
    }

    @Test func `the capability to capture is enough, and even that is given up`() throws {
        let outcome = try LiveLab.run(
            """
            setpriv --reuid nobody --regid nogroup --clear-groups --inh-caps +net_raw --ambient-caps +net_raw \
                --bounding-set -all,+net_raw netcap -i va udp >lines 2>errors & capture=$!
            await errors listening
            awk '/^(CapEff|CapPrm|CapAmb|NoNewPrivs)/ { $1 = $1; print }' /proc/$capture/status
            echo a >/dev/udp/10.9.0.2/7
            await lines '"dst_port":7'
            kill -INT $capture
            wait $capture
            echo "status $?"
            """)
        #expect(
            outcome.lines == [
                "CapPrm: 0000000000000000", "CapEff: 0000000000000000", "CapAmb: 0000000000000000",
                "NoNewPrivs: 1", "status 0",
            ], "\(outcome.errors)")
    }

    @Test(.enabled(if: LiveLab.has("setcap")))
    func `a command that setcap gave the right captures for anybody`()
        throws
    {
        let outcome = try LiveLab.run(
            """
            chmod 755 .
            cp "$(command -v netcap)" netcap
            setcap cap_net_raw=ep netcap || { echo unsupported; exit; }
            setpriv --reuid nobody --regid nogroup --clear-groups ./netcap -i va udp >lines 2>errors & capture=$!
            await errors listening
            echo a >/dev/udp/10.9.0.2/7
            await lines '"dst_port":7'
            kill -INT $capture
            wait $capture
            echo "status $?"
            """)
        #expect(outcome.lines == ["status 0"] || outcome.lines == ["unsupported"], "\(outcome.errors)")
    }

    @Test func `without any right it says how to get it`() throws {
        let outcome = try LiveLab.run(
            "setpriv --reuid nobody --regid nogroup --clear-groups netcap -i va; echo $?")
        #expect(outcome.lines == ["1"])
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("setcap cap_net_raw=ep"))
    }
}
