import Terminal
import Testing

@testable import Dashboard

/// Whole screens at the six sizes.
@Suite struct ScreenPictureTests {
    private func screen(_ width: Int, _ height: Int, _ board: Board = Sample.board()) -> Grid {
        board.draw(width: width, height: height, now: Sample.now())
    }

    @Test func `120 by 40 shows everything`() {
        expect(
            screen(120, 40),
            looksLike: #"""
                 netview ● LIVE  eth0   up 00:22:32   every 2 s   #299                                                         00:00:00

                 PACKETS            BYTES              PACKET RATE        BIT RATE           DROPPED            ALERTS
                 4,383,217          2.61 GB            2.92 kp/s          16.4 Mb/s          3,120              3
                 +5.84 k this tick  avg 595 B/pkt      ▼ 11% vs 1 min     ▲ 7% vs 1 min      0.07% of packets   SYN flood
                ─ Packets/s ─ now 2.92 kp/s  avg 5.03 kp/s  max 11.9 kp/s ───────────────────────────────────────────── 1 column = 4 s ─
                  15.0 k
                                                          ⣠⣴⣾⣾⣦⣠⡀⡀                                     ⢀⢀⢀⣄⢀⡀⡀
                  7.50 k                             ⣀⣤⣦⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣦⣦⡀                         ⢀⣀⣀⣤⣦⣦⣾⣶⣿⣿⣿⣿⣿⣿⣿⣿⣷⣷⣦⣦⣤⣀⣀⡀
                          ⢀  ⡀  ⡀ ⢀  ⢀  ⡀  ⡀ ⢀  ⢀⢀⣠⣶⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣤⣀⡀  ⡀ ⢀  ⢀  ⡀⢀⣀⣤⣤⣶⣦⣾⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣷⣦⣶⣄⣤⣠⣀⢀⡀  ⡀ ⢀
                       0 ⣿⣿⣿⣾⣿⣾⣿⣿⣷⣿⣷⣿⣿⣿⣾⣿⣾⣿⣿⣷⣿⣷⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣾⣿⣿⣷⣿⣷⣿⣿⣿⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣾⣿⣿⣷⣿⣷⣿
                ─ Bits/s ─ now 16.4 Mb/s  avg 23.3 Mb/s  max 64.8 Mb/s ────────────────────────────────────────────────── linear, auto ─
                  80.0 M
                                                          ⣰⡇ ⣰⣿   ⡀                                  ⡀  ⣰  ⢀⡆  ⢀
                  40.0 M                              ⣀⣾⢀⣴⣿⣇⣼⣿⣿⢀⣴⣿⡇  ⣀                       ⢀⡀ ⢀⣶ ⢀⣾⡇⢠⣼⣿⢀⣶⣿⡇⣀⣤⣿ ⢀⣰⡆  ⢀
                           ⢀   ⡀  ⣀  ⢀   ⢀   ⡀  ⢀ ⢀⣶⣇⣴⣿⣿⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣧⣾⣿⣿⢀⣀⢠⡀  ⡀   ⡀  ⢀  ⣀⡆ ⣴⣶⢀⣴⣿⣇⣴⣾⣿⣴⣿⣿⣧⣿⣿⣿⣾⣿⣿⣷⣿⣿⣿⣴⣿⣿⣧⣴⣿⣿⣀⣤⣶⡇ ⣠⣰         ⢀
                       0 ⣶⣾⣿⣴⣷⣾⣧⣶⣷⣿⣤⣾⣿⣧⣴⣿⣾⣶⣷⣿⣷⣶⣿⣿⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣧⣴⣿⣿⣤⣾⣷⣷⣾⣾⣿⣶⣾⣿⣷⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣾⣿⣧⣶⣿⣿⣶⣶⣿
                             -7m            -6m            -5m            -4m            -3m            -2m            -1m           now
                ─ Protocols ───────────────────── by packets, 1 min ─ ─ Top sources ─────────────────────────── 1 min  packets · bytes ─
                 TLS      ███████████████████████████  1.80 M  41.1%    1 192.168.1.34              ████████ ⣶⣿⣀⣀⣀⣤⣤⣶     564 k  361 MB
                 TCP      ████████████▌                 832 k  19.0%    2 10.0.0.5                  ████▏    ⣀⣀⣠⣤⣴⣶⣾⣇     292 k  187 MB
                 QUIC     █████████▉                    662 k  15.1%    3 151.101.1.140             ██▋      ⣤⣤⣶⣶⣿⣀⣀⣀     188 k  120 MB
                 DNS      ██████                        397 k   9.1%    4 2001:db8:85a3::8a2e:370:… ██       ⣶⣾⣇⣀⣀⣠⣤⣴     145 k 92.8 MB
                 UDP      ████                          265 k   6.0%    5 142.250.74.110            █▋       ⣀⣀⣀⣤⣤⣶⣶⣿     111 k 71.0 MB
                 HTTP     ███                           198 k   4.5%    6 192.168.1.1               █▍       ⣠⣤⣴⣶⣾⣇⣀⣀    94.1 k 60.2 MB
                 SSH      ██                            131 k   3.0%    7 192.168.1.77              █▏       ⣶⣶⣿⣀⣀⣀⣤⣤    79.5 k 50.9 MB
                 ICMP     █                            65.8 k   1.5%    8 fe80::1c2d:3eff:fe4f:5061 █        ⣇⣀⣀⣠⣤⣴⣶⣾    70.8 k 45.3 MB
                 ARP      ▌                            30.7 k   0.7%    9 8.8.8.8                   ▉        ⣀⣤⣤⣶⣶⣿⣀⣀    64.0 k 41.0 MB
                 IGMP     ▎                            13.2 k   0.3%   10 172.16.4.9                ▊        ⣴⣶⣾⣇⣀⣀⣠⣤    55.7 k 35.6 MB
                ─ Recent packets ──────────────────────────────────── newest first ─ ─ Alerts ─────────────────────────────── 3 active ─
                 23:59:59 192.168.1.77:56673    → 192.168.1.255:443     TCP SA    66  !! 23:59:20 SYN flood 203.0.113.7: 4,812 SYN/10 s
                 23:59:59 02:00:00:00:00:01     → ff:ff:ff:ff:ff:ff     ARP       42  !  23:56:40 port scan 10.0.0.5: 127 ports in 30 s
                 23:59:59 [2001:db8:85a…]:40022 → 203.0.113.7:443       UDP     1232  i  23:53:00 new host  192.168.1.77 first seen
                 23:59:59 192.168.1.34:8057     → 151.101.1.140:443     TCP A     66
                 23:59:59 192.168.1.77:56673    → 142.250.74.110:443    TCP S     66
                 23:59:59 172.16.4.9            → 192.168.1.77          ICMP      98
                 23:59:59 142.250.74.110:443    → 192.168.1.77:49001    TCP PA  1514
                 23:59:59 203.0.113.7:56100     → 8.8.8.8:53            UDP       83
                 23:59:59 8.8.8.8:53            → 203.0.113.7:40022     UDP      166
                 q quit  ? help  space pause  ←/→ step  tab panel  / filter  g graph  +/- zoom  enter expand  n next list  s sort
                """#)
    }

    @Test func `80 by 24 keeps every panel in fewer rows`() {
        expect(
            screen(80, 24),
            looksLike: #"""
                 netview ● LIVE  eth0   up 00:22:32   every 2 s   #299                 00:00:00
                 4,383,217 packets  2.61 GB  2.92 kp/s  16.4 Mb/s                    drop 3,120
                ─ Packets/s ─ now 2.92 kp/s  avg 5.20 kp/s  max 10.3 kp/s ─────────── g bits/s ─
                  15.0 k
                                                                  ⡀
                         ⣦⡀⡀                              ⡀⡀⣠⣄⣴⣴⣾⣾⣷⣴⣦⣦⣄⣤⡀⣀
                  7.50 k ⣿⣿⣿⣆⣤⢀                  ⢀ ⣀⣠⣠⣴⣶⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣴⣦⣠⣄⣄⡀
                         ⣿⣿⣿⣿⣿⣿⣷⣤⣄⢀⡀⣀⡀⣀⡀⣀⢀⣀⢀⣄⣠⣦⣶⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣦⣶⣴⣤⣠⣄⢀⡀⣀⡀⣀⡀⣀
                       0 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                                  -4m            -3m            -2m            -1m           now
                ─ Protocols ──────────── 1 min ─ ─ Top sources ──────── 1 min  packets · bytes ─
                 TLS      ██████  1.80 M  41.1%    1 192.168.1.34       █████     564 k  361 MB
                 TCP      ██▊      832 k  19.0%    2 10.0.0.5           ██▋       292 k  187 MB
                 QUIC     ██▎      662 k  15.1%    3 151.101.1.140      █▋        188 k  120 MB
                 DNS      █▍       397 k   9.1%    4 2001:db8:85a3::8a… █▎        145 k 92.8 MB
                 UDP      ▉        265 k   6.0%    5 142.250.74.110     █         111 k 71.0 MB
                ─ Recent packets ──────────────────────────────────────────────── newest first ─
                 23:59:59 192.168.1.77:56673     → 192.168.1.255:443      TCP       66 SA https
                 23:59:59 02:00:00:00:00:01      → ff:ff:ff:ff:ff:ff      ARP       42
                 23:59:59 [2001:db8:85a3…]:40022 → 203.0.113.7:443        UDP     1232 https
                ─ Alerts ──────────────────────────────────────────────────────────── 3 active ─
                 !! 23:59:20 SYN flood 203.0.113.7: 4,812 SYN/10 s
                 !  23:56:40 port scan 10.0.0.5: 127 ports in 30 s
                 q quit  ? help  space pause  ←/→ step  tab panel  / filter  g graph  +/- zoom
                """#)
    }

    @Test func `61 by 18 is the smallest with all of them`() {
        expect(
            screen(61, 18),
            looksLike: #"""
                 netview ● LIVE  eth0   up 00:22:32   every 2 s     00:00:00
                 4.38 M packets  2.61 GB  2.92 kp/s  16.4 Mb/s    drop 3,120
                ─ Packets/s ─ now 2.92 kp/s  avg 5.63 kp/s  max 10.3 kp/s ───
                  15.0 k
                                        ⡀⣀⣀⣠⣠⣤⣴⣦⣤⣄⣄⣀⣀⡀
                            ⡀⣀⣠⣀⣤⣴⣴⣴⣷⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣶⣴⣦⣤⣄⣤⡀⣀⢀
                       0 ⣿⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣾⣷⣶⣶⣷⣶⣾⣶⣶
                              -3m            -2m            -1m           now
                ─ Protocols ──── 1 min ─ ─ Top sources ────────────── 1 min ─
                 TLS      ██████  41.1%    1 192.168.1.34    ██████    564 k
                 TCP      ██▊     19.0%    2 10.0.0.5        ███▏      292 k
                 QUIC     ██▎     15.1%    3 151.101.1.140   ██        188 k
                ─ Recent packets ───────────────────────────── newest first ─
                 192.168.1.77:56673    → 192.168.1.255:443     TCP SA    66
                 02:00:00:00:00:01     → ff:ff:ff:ff:ff:ff     ARP       42
                ─ Alerts ───────────────────────────────────────── 3 active ─
                 !! 23:59:20 SYN flood 203.0.113.7: 4,812 SYN/10 s
                 q quit  ? help  space pause  ←/→ step  tab panel  / filter
                """#)
    }

    @Test func `40 by 12 keeps rates, a chart and the top sources`() {
        expect(
            screen(40, 12),
            looksLike: #"""
                 netview ● LIVE    drop 3,120  00:00:00
                 pkts 4.38 M   2.92 kp/s   16.4 Mb/s

                 ⣤⣤⣶⣦⣶⣾⣾⣾⣿⣾⣷⣷⣦⣶⣤⣤⣤⣤⣠⣄⣀⡀⡀
                 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣿⣶⣶⣴⣦⣤⣦⣦⣤⣶⣤⣴
                 192.168.1.34    ███████████████  564 k
                 10.0.0.5        ███████▊         292 k
                 151.101.1.140   █████            188 k
                 2001:db8:85a3:… ███▉             145 k
                 142.250.74.110  ███              111 k
                 !! SYN flood 203.0.113.7: 4,812 SYN/1…
                 q quit ? help space pause ←/→ step
                """#)
    }

    @Test func `20 by 5 shows two numbers, the state and the total`() {
        expect(
            screen(20, 5),
            looksLike: #"""
                2.92 kp/s
                16.4 Mb/s
                ⣶⣶⣶⣶⣶⣦⣶⣤⣤⣤⣤⣠⣄⣠⣄⣄⣄⣤⣀⣤
                LIVE
                4.38 M packets
                """#)
    }

    @Test func `1 by 1 shows what is left of the chart`() {
        expect(
            screen(1, 1),
            looksLike: #"""
                ⣶
                """#)
    }

    @Test func `170 by 45 has a second list beside the first, and health where there are no alerts`() {
        expect(
            screen(170, 45, Sample.board(alerts: false, tcp: true)),
            looksLike: #"""
                 netview ● LIVE  eth0   up 00:22:32   every 2 s   #299                                                                                                           00:00:00

                 PACKETS                 BYTES                   PACKET RATE             BIT RATE                DROPPED
                 4,383,217               2.61 GB                 2.92 kp/s               16.4 Mb/s               3,120
                 +5.84 k this tick       avg 595 B/pkt           ▼ 11% vs 1 min          ▲ 7% vs 1 min           0.07% of packets
                ─ Packets/s ─ now 2.92 kp/s  avg 4.40 kp/s  max 11.9 kp/s ─────────────────────────────────────────────────────────────────────────────────────────────── 1 column = 4 s ─
                  15.0 k
                                                                                                             ⢀⣠⣠⡀
                                                                                                          ⢀⣀⣾⣿⣿⣿⣿⣴⣄⡄                                    ⢀⣠⣠⣰⣦⣠⣄⡄
                  7.50 k                                                                                ⣤⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣦⣦⡀                          ⣀⢀⣄⣦⣦⣿⣷⣿⣿⣿⣿⣿⣿⣿⣿⣷⣿⣦⣶⣠⣀⢀⡀
                                                                                                    ⢀⣤⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣷⣤⡀                ⡀⣠⣀⣴⣼⣾⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣾⣦⣦⣄⣤
                                    ⣠⣄⣄⣄⣤⣀⣤⣠⣠⣠⣄⣠⣄⣄⣄⣤⣀⣤⣠⣠⣠⣄⣠⣄⣄⣄⣤⣀⣤⣠⣠⣠⣄⣠⣄⣄⣄⣤⣀⣤⣠⣠⣠⣄⣠⣄⣄⣄⣤⣀⣤⣠⣠⣠⣄⣠⣄⣄⣄⣤⣀⣤⣠⣴⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣆⣠⣄⣄⣄⣤⣀⣤⣠⣠⣠⣦⣴⣷⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣿⣾⣶⣴⣄⣠⣄⣄⣄⣤⣀⣤
                       0            ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                ─ Bits/s ─ now 16.4 Mb/s  avg 20.4 Mb/s  max 64.8 Mb/s ──────────────────────────────────────────────────────────────────────────────────────────────────── linear, auto ─
                  80.0 M
                                                                                                            ⢀⡄ ⢀⣶                                         ⢀
                                                                                                         ⢀  ⣼⡇⢀⣾⣿  ⣀⡄                                 ⢀⡄ ⢀⣼  ⢰⡇  ⣠
                  40.0 M                                                                                ⢀⣿ ⣰⣿⣇⣼⣿⣿⢀⣴⣿⡇  ⢀                        ⡀ ⢀⣶  ⣾⡇⢀⣼⣿⢀⣾⣿⡇⢀⣴⣿ ⢀⣰⡆  ⢀
                                                                                                     ⣤⡆⣠⣿⣿⣼⣿⣿⣿⣿⣿⣿⣾⣿⣿⡇⣴⣶⣿                 ⡄ ⢠⣤ ⢠⣾⡇⣠⣼⣿⣠⣿⣿⣇⣾⣿⣿⣼⣿⣿⣧⣿⣿⣿⣀⣿⣿⡇⢠⣶⣾ ⣀⣄⡆  ⢀
                                     ⡀⣤⡆⢀⡀⣴ ⢀⣠⡆ ⣀⣦ ⣠⣀⡆⢀⣠⣰ ⢀⣄⡆ ⣠⣄ ⢠⣠⡄ ⢠⣤  ⣴⡄⢀⢠⣴ ⣀⢠⡆ ⣀⣴ ⢀⣰⡄⢀⣄⣰ ⣀⣄⡆ ⣠⣰⢀⣼⣿⣷⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣴⣶⣼⡇ ⣀⣦ ⣠⣀⡆⢀⣠⣰ ⢠⣶⣇⣤⣿⣿⣴⣿⣿⣷⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣶⣿⣿⣧⣤⣾⣾⢀⢠⣤⡀ ⣄⣤  ⣤
                       0            ⣾⣿⣿⣷⣿⣿⣿⣾⣿⣿⣷⣾⣿⣿⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣿⣿⣿⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣿⣿⣿⣾⣿⣿⣷⣿⣿⣿⣶⣿⣿⣷⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣾⣿⣿⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣿⣿⣿⣿⣿⣿
                                 -10m            -9m            -8m            -7m            -6m            -5m            -4m            -3m            -2m            -1m           now
                ─ Protocols ─────────────────── by packets, 1 min ─ ─ Top sources ──────────────────── 1 min  packets · bytes ─ ─ Top destinations ────────────── 1 min  packets · bytes ─
                 TLS      █████████████████████████  1.80 M  41.1%    1 192.168.1.34                   █████     564 k  361 MB      not in this stream
                 TCP      ███████████▌                832 k  19.0%    2 10.0.0.5                       ██▋       292 k  187 MB
                 QUIC     █████████▎                  662 k  15.1%    3 151.101.1.140                  █▋        188 k  120 MB
                 DNS      █████▌                      397 k   9.1%    4 2001:db8:85a3::8a2e:370:7334   █▎        145 k 92.8 MB
                 UDP      ███▋                        265 k   6.0%    5 142.250.74.110                 █         111 k 71.0 MB
                 HTTP     ██▊                         198 k   4.5%    6 192.168.1.1                    ▉        94.1 k 60.2 MB
                 SSH      █▉                          131 k   3.0%    7 192.168.1.77                   ▊        79.5 k 50.9 MB
                 ICMP     ▉                          65.8 k   1.5%    8 fe80::1c2d:3eff:fe4f:5061      ▋        70.8 k 45.3 MB
                 ARP      ▍                          30.7 k   0.7%    9 8.8.8.8                        ▋        64.0 k 41.0 MB
                 IGMP     ▏                          13.2 k   0.3%   10 172.16.4.9                     ▌        55.7 k 35.6 MB
                ─ Recent packets ────────────────────────────────────────────── newest first ─ ─ TCP health ──────────────────────── 1 min ─
                 23:59:59 192.168.1.77:56673       → 192.168.1.255:443        TCP       66 SA…  handshakes     1.10 k of 1.20 k
                 23:59:59 02:00:00:00:00:01        → ff:ff:ff:ff:ff:ff        ARP       42      failed         60 refused  40 unanswered
                 23:59:59 [2001:db8:85a3::…]:40022 → 203.0.113.7:443          UDP     1232 ht…  connections    312 open  +44  -39
                 23:59:59 192.168.1.34:8057        → 151.101.1.140:443        TCP       66 A …  round trip     12.4 ms  95% 88.0 ms
                 23:59:59 192.168.1.77:56673       → 142.250.74.110:443       TCP       66 S …  retransmitted  17
                 23:59:59 172.16.4.9               → 192.168.1.77             ICMP      98      resets         5
                 23:59:59 142.250.74.110:443       → 192.168.1.77:49001       TCP     1514 PA…  out of order   0
                 23:59:59 203.0.113.7:56100        → 8.8.8.8:53               UDP       83 dns  duplicate ACKs 0
                 23:59:59 8.8.8.8:53               → 203.0.113.7:40022        UDP      166 dns  zero windows   0
                 23:59:59 [fe80::1c2d:3eff…]:51000 → 172.16.4.9:443           TCP       54 A …
                 q quit  ? help  space pause  ←/→ step  tab panel  / filter  g graph  +/- zoom  enter expand  n next list  s sort  S snapshot
                """#)
    }

    @Test func `80 by 24 in ASCII holds no other character`() {
        let grid = Sample.board().draw(width: 80, height: 24, glyphs: .ascii, now: Sample.now())
        #expect(grid.cells.allSatisfy { $0.scalar.isASCII })
        expect(
            grid,
            looksLike: #"""
                 netview * LIVE  eth0   up 00:22:32   every 2 s   #299                 00:00:00
                 4,383,217 packets  2.61 GB  2.92 kp/s  16.4 Mb/s                    drop 3,120
                - Packets/s - now 2.92 kp/s  avg 5.20 kp/s  max 10.3 kp/s ----------- g bits/s -
                  15.0 k

                         :..                               .:.:#####:::..
                  7.50 k ###::.                    ..:::####################::...
                         #######:.............:::##################################:::..........
                       0 #######################################################################
                                  -4m            -3m            -2m            -1m           now
                - Protocols ------------ 1 min - - Top sources -------- 1 min  packets . bytes -
                 TLS      ======  1.80 M  41.1%    1 192.168.1.34       =====     564 k  361 MB
                 TCP      ===      832 k  19.0%    2 10.0.0.5           ===       292 k  187 MB
                 QUIC     ==-      662 k  15.1%    3 151.101.1.140      ==        188 k  120 MB
                 DNS      =-       397 k   9.1%    4 2001:db8:85a3::8a~ =-        145 k 92.8 MB
                 UDP      =        265 k   6.0%    5 142.250.74.110     =         111 k 71.0 MB
                - Recent packets ------------------------------------------------ newest first -
                 23:59:59 192.168.1.77:56673     > 192.168.1.255:443      TCP       66 SA https
                 23:59:59 02:00:00:00:00:01      > ff:ff:ff:ff:ff:ff      ARP       42
                 23:59:59 [2001:db8:85a3~]:40022 > 203.0.113.7:443        UDP     1232 https
                - Alerts ------------------------------------------------------------ 3 active -
                 !! 23:59:20 SYN flood 203.0.113.7: 4,812 SYN/10 s
                 !  23:56:40 port scan 10.0.0.5: 127 ports in 30 s
                 q quit  ? help  space pause  left/right step  tab panel  / filter  g graph
                """#)
    }

    @Test func `the keys of the help fill two columns at 120 by 40`() {
        var board = Sample.board()
        _ = board.press("?", now: Sample.now())
        expect(
            screen(120, 24, board),
            looksLike: #"""
                 netview ● LIVE  eth0   up 00:22:32   every 2 s   #299                                                         00:00:00
                ─ Keys ──────────────────────────────────────────────────────────────────────────────────────────────── any key closes ─
                 Time                                                        Panels
                  space      pause, and go on                                 tab        the next panel
                  ←/→        one record back or on                            ↑ ↓        choose a row
                  [ ]        30 seconds back or on                            enter      the panel large, then the details of its row
                  Home End   the first record; live again                     esc        back
                  < >        replay slower or faster                          n          sources, destinations, ports, …
                                                                              1 … 5      one of these lists at once
                 Charts                                                       /          show only rows that contain a text
                  g          packets, bits or both                            s          by packets, bytes or name
                  +/-        fewer or more seconds per column                 r          rows over the window, in total, or now

                                                                             Screen
                                                                              S          save this screen as a picture (SVG)
                                                                              H          save this screen as a web page (HTML)
                                                                              t          the next theme
                                                                              Ctrl-L     draw everything again
                                                                              ?          these keys
                                                                              q          leave



                 q quit  ? help  space pause  ←/→ step  tab panel  / filter  g graph  +/- zoom  enter expand  n next list  s sort
                """#)
    }
}
