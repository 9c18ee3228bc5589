import Statistics
import Terminal
import Testing

@testable import Dashboard

/// Every panel alone, with its margins filled.
@Suite struct PanelPictureTests {
    private func board(_ keys: String..., change: (inout Board) -> Void = { _ in }) -> Board {
        var board = Sample.board(tcp: true)
        change(&board)
        for key in keys { _ = board.press(key, now: Sample.now()) }
        return board
    }

    @Test func `protocols`() {
        expect(
            panel(board(), width: 53, height: 6) { ProtocolsPanel.draw(on: &$0, $1) },
            looksLike: #"""
                #######################################################
                #─ Protocols ───────────────────── by packets, 1 min ─#
                # TLS      ███████████████████████████  1.80 M  41.1% #
                # TCP      ████████████▌                 832 k  19.0% #
                # QUIC     █████████▉                    662 k  15.1% #
                # DNS      ██████                        397 k   9.1% #
                # UDP      ████                          265 k   6.0% #
                #######################################################
                """#)
    }

    @Test func `protocols by bytes`() {
        expect(
            panel(board("s"), width: 40, height: 4) { ProtocolsPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##########################################
                #─ Protocols ────────── by bytes, 1 min ─#
                # TLS      ██████████████ 1.08 GB  41.4% #
                # TCP      ██████▌         499 MB  19.1% #
                # QUIC     █████▏          397 MB  15.2% #
                ##########################################
                """#)
    }

    @Test func `sources with their history`() {
        expect(
            panel(board(), width: 66, height: 6) { ListPanel.draw(on: &$0, $1, .sources) },
            looksLike: #"""
                ####################################################################
                #─ Top sources ─────────────────────────── 1 min  packets · bytes ─#
                #  1 192.168.1.34              ████████ ⣶⣿⣀⣀⣀⣤⣤⣶     564 k  361 MB #
                #  2 10.0.0.5                  ████▏    ⣀⣀⣠⣤⣴⣶⣾⣇     292 k  187 MB #
                #  3 151.101.1.140             ██▋      ⣤⣤⣶⣶⣿⣀⣀⣀     188 k  120 MB #
                #  4 2001:db8:85a3::8a2e:370:… ██       ⣶⣾⣇⣀⣀⣠⣤⣴     145 k 92.8 MB #
                #  5 142.250.74.110            █▋       ⣀⣀⣀⣤⣤⣶⣶⣿     111 k 71.0 MB #
                ####################################################################
                """#)
    }

    @Test func `a wide list has shares, too`() {
        expect(
            panel(board(), width: 100, height: 4) { ListPanel.draw(on: &$0, $1, .sources) },
            looksLike: #"""
                ######################################################################################################
                #─ Top sources ───────────────────────────────────────────────────────────── 1 min  packets · bytes ─#
                #  1 192.168.1.34    ███████████████████████████████ ⣀⣀⣤⣤⣶⣶⣿⣀⣀⣀⣤⣤⣶⣶⣿⣀⣀⣀⣤⣤⣶     12.9%   564 k  361 MB #
                #  2 10.0.0.5        ████████████████                ⣤⣴⣶⣾⣇⣀⣀⣠⣤⣴⣶⣾⣇⣀⣀⣠⣤⣴⣶⣾⣇      6.7%   292 k  187 MB #
                #  3 151.101.1.140   ██████████▍                     ⣶⣿⣀⣀⣀⣤⣤⣶⣶⣿⣀⣀⣀⣤⣤⣶⣶⣿⣀⣀⣀      4.3%   188 k  120 MB #
                ######################################################################################################
                """#)
    }

    @Test func `conversations keep both ports in sight`() {
        expect(
            panel(board(), width: 100, height: 4) { ListPanel.draw(on: &$0, $1, .conversations) },
            looksLike: #"""
                ######################################################################################################
                #─ Top conversations ─────────────────────────────────────────────────────── 1 min  packets · bytes ─#
                #  1 192.168.1.34:51034 → 151.101.1.140:443                    ██████████ ⣿⣿⣿⣿⣿⣿⣿⣿     160 k  112 MB #
                #  2 [2001:db8:85a3::8a2e:370:7334]:40022 → [2001:db8::1]:443  █████▋     ⣿⣿⣿⣿⣿⣿⣿⣿    90.0 k 63.0 MB #
                #  3 10.0.0.5:41000 → 192.168.1.34:22                          ▊          ⣿⣿⣿⣿⣿⣿⣿⣿    12.0 k 8.40 MB #
                ######################################################################################################
                """#)
    }

    @Test func `ports have names, and an estimate says so`() {
        expect(
            panel(board(), width: 50, height: 4) { ListPanel.draw(on: &$0, $1, .ports) },
            looksLike: #"""
                ####################################################
                #─ Top ports ───────────── 1 min  packets · bytes ─#
                #  1 443 https       ███████████     900 k  450 MB #
                #  2 53 dns          ████▉           397 k  199 MB #
                #  3 40000           ▏              ~812    406 kB #
                ####################################################
                """#)
    }

    @Test func `a list that the stream does not carry says so`() {
        expect(
            panel(board(), width: 50, height: 3) { ListPanel.draw(on: &$0, $1, .vlans) },
            looksLike: #"""
                ####################################################
                #─ VLANs ───────────────── 1 min  packets · bytes ─#
                #    not in this stream                            #
                #                                                  #
                ####################################################
                """#)
    }

    @Test func `recent packets`() {
        expect(
            panel(board(), width: 80, height: 7) { RecentPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##################################################################################
                #─ Recent packets ──────────────────────────────────────────────── newest first ─#
                # 23:59:59 192.168.1.77:56673     → 192.168.1.255:443      TCP       66 SA https #
                # 23:59:59 02:00:00:00:00:01      → ff:ff:ff:ff:ff:ff      ARP       42          #
                # 23:59:59 [2001:db8:85a3…]:40022 → 203.0.113.7:443        UDP     1232 https    #
                # 23:59:59 192.168.1.34:8057      → 151.101.1.140:443      TCP       66 A https  #
                # 23:59:59 192.168.1.77:56673     → 142.250.74.110:443     TCP       66 S https  #
                # 23:59:59 172.16.4.9             → 192.168.1.77           ICMP      98          #
                ##################################################################################
                """#)
    }

    @Test func `recent packets in few columns keep the ports`() {
        expect(
            panel(board(), width: 44, height: 5) { RecentPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##############################################
                #─ Recent packets ──────────── newest first ─#
                # 192.168.1…:56673 → 192.168.1.2…:443 TCP SA #
                # 02:00:00:00:00:… → ff:ff:ff:ff:ff:… ARP    #
                # [2001:db…]:40022 → 203.0.113.7:443  UDP    #
                # 192.168.1.…:8057 → 151.101.1.1…:443 TCP A  #
                ##############################################
                """#)
    }

    @Test func `alerts`() {
        expect(
            panel(board(), width: 60, height: 5) { AlertsPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##############################################################
                #─ Alerts ──────────────────────────────────────── 3 active ─#
                # !! 23:59:20 SYN flood 203.0.113.7: 4,812 SYN/10 s          #
                # !  23:56:40 port scan 10.0.0.5: 127 ports in 30 s          #
                # i  23:53:00 new host  192.168.1.77 first seen              #
                #                                                            #
                ##############################################################
                """#)
    }

    @Test func `the health of TCP`() {
        expect(
            panel(board(), width: 60, height: 9) { TCPPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##############################################################
                #─ TCP health ─────────────────────────────────────── 1 min ─#
                # handshakes     1.10 k of 1.20 k                            #
                # failed         60 refused  40 unanswered                   #
                # connections    312 open  +44  -39                          #
                # round trip     12.4 ms  95% 88.0 ms  max 1.02 s            #
                # retransmitted  17                                          #
                # resets         5                                           #
                # out of order   0                                           #
                # duplicate ACKs 0                                           #
                ##############################################################
                """#)
    }

    @Test func `tiles`() {
        expect(
            panel(board(), width: 120, height: 3) { TilesPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##########################################################################################################################
                # PACKETS            BYTES              PACKET RATE        BIT RATE           DROPPED            ALERTS                  #
                # 4,383,217          2.61 GB            2.92 kp/s          16.4 Mb/s          3,120              3                       #
                # +5.84 k this tick  avg 595 B/pkt      ▼ 11% vs 1 min     ▲ 7% vs 1 min      0.07% of packets   SYN flood               #
                ##########################################################################################################################
                """#)
    }

    @Test func `a timeline with a gap where records are missing`() {
        let board = board { board in
            for index in 312..<330 { board.receive(Sample.record(index), now: Sample.now()) }
        }
        expect(
            panel(board, width: 60, height: 8) { TimelinePanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##############################################################
                #─ Packets/s ─ now 2.60 kp/s  avg 5.18 kp/s  max 10.3 kp/s ──#
                #  15.0 k                                                    #
                #               ⡀                                            #
                #         ⣠⣄⣴⣴⣾⣾⣷⣴⣦⣦⣄⣤⡀⣀                                     #
                #  7.50 k ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣴⣦⣠⣄⣄⡀                             #
                #         ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣦⣶⣴⣤⣠⣄⢀⡀⣀⡀⣀⡀⣀      ⣀⡀⣀⡀⣀⢀⣀⢀⣀#
                #       0 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿╌╌╌╌╌╌⣿⣿⣿⣿⣿⣿⣿⣿⣿#
                #             -3m            -2m            -1m           now#
                ##############################################################
                """#)
    }

    @Test func `a timeline at ten seconds per column shows peaks over means`() {
        expect(
            panel(board("-"), width: 60, height: 8) { TimelinePanel.draw(on: &$0, $1) },
            looksLike: #"""
                ##############################################################
                #─ Packets/s ─ now 2.92 kp/s  avg 4.72 kp/s  max 11.9 kp/s ──#
                #  15.0 k                                                    #
                #                             ⣴⣦                 ⡀           #
                #                           ⢀⣾⣿⣿⣷⡀           ⢀⣠⣴⣾⣷⣦⣄⡀        #
                #  7.50 k                  ⣰⣿⣿⣿⣿⣿⣿⣤       ⢀⣠⣶⣾⣿⣿⣿⣿⣿⣿⣷⣶⣤⡀     #
                #         ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣰⣿⣿⣿⣿⣿⣿⣿⣿⣧⣀⣀⣀⣀⣤⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣤⣀⣀⣀#
                #       0 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿#
                #          -8m         -6m         -4m         -2m        now#
                ##############################################################
                """#)
    }

    @Test func `the details of a row`() {
        expect(
            panel(board("down", "enter", "enter"), width: 70, height: 12) { DetailsPanel.draw(on: &$0, $1) },
            looksLike: #"""
                ########################################################################
                #─ 10.0.0.5 ─ Top sources ────────────────────────────────── esc back ─#
                # packets        292,000  6.7% in 1 min                                #
                # bytes          187 MB  7.2% in 1 min  avg 640 B/pkt                  #
                #─ History ─ max 310 packets per record ──────── 122 records, -4m 04s ─#
                #     400                                                              #
                #            ⢀⡆      ⢀⡆      ⢀⡆      ⢀⡆      ⢀⡆      ⢀⡆      ⢀⡆      ⢀⡆#
                #          ⢀⣴⣿⡇    ⢀⣴⣿⡇    ⢀⣴⣿⡇    ⢀⣴⣿⡇    ⢀⣴⣿⡇    ⢀⣴⣿⡇    ⢀⣴⣿⡇    ⢀⣴⣿⡇#
                #         ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇   ⣠⣾⣿⣿⡇#
                #         ⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇ ⢀⣾⣿⣿⣿⣿⡇#
                #       0 ⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇⣴⣿⣿⣿⣿⣿⣿⣇#
                #─ Peers ──────────────────────────────────────────── packets · bytes ─#
                #    192.168.1.34:22                                    12.0 k 8.40 MB #
                ########################################################################
                """#)
    }

    @Test func `no panel spills at any size`() {
        let board = board("tab", "tab", "tab")
        let draws: [(inout Canvas, Scene) -> Void] = [
            { HeaderPanel.draw(on: &$0, $1) }, { TilesPanel.draw(on: &$0, $1) },
            { TimelinePanel.draw(on: &$0, $1) }, { ProtocolsPanel.draw(on: &$0, $1) },
            { ListPanel.draw(on: &$0, $1, .sources) }, { ListPanel.drawCompact(on: &$0, $1, .sources) },
            { RecentPanel.draw(on: &$0, $1) }, { AlertsPanel.draw(on: &$0, $1) },
            { AlertsPanel.drawLine(on: &$0, $1) }, { TCPPanel.draw(on: &$0, $1) },
            { FooterPanel.draw(on: &$0, $1) }, { HelpPanel.draw(on: &$0, $1) },
            { DetailsPanel.draw(on: &$0, $1) }, { MessagePanel.draw(on: &$0, $1) },
            { TinyPanel.draw(on: &$0, $1) },
        ]
        for draw in draws {
            for (width, height) in [(0, 0), (1, 1), (3, 2), (9, 4), (25, 3), (60, 1), (110, 12)] {
                for screen in [(120, 40), (80, 24), (40, 12)] {
                    let grid = panel(board, width: width, height: height, screen: screen, draw)
                    for y in 0..<grid.height {
                        for x in 0..<grid.width where x == 0 || y == 0 || x > width || y > height {
                            #expect(grid[x, y].scalar == "#", "spilled to \(x), \(y) of \(width)x\(height)")
                        }
                    }
                }
            }
        }
    }
}
