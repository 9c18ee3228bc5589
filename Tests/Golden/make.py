#!/usr/bin/env python3
"""Writes the capture files of the golden cases, byte for byte, from nothing but this page. Run it in this folder.

Addresses and names are those kept for documentation (RFC 5737, RFC 3849, RFC 2606)."""
import struct, subprocess
from ipaddress import ip_address

T0 = 1_767_225_600  # 2026-01-01 00:00:00 UTC


def b(text): return bytes.fromhex(text.replace(":", ""))
def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16: total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ether(kind, payload, tags=b""):
    return b("02005e000002 02005e000001".replace(" ", "")) + tags + struct.pack(">H", kind) + payload
def ipv4(protocol, payload, source="192.0.2.1", destination="198.51.100.2", ttl=64, offset=0, more=0, options=b"", ident=1, tos=0):
    size = 20 + len(options)
    head = struct.pack(">BBHHHBBH4s4s", 0x40 | size // 4, tos, size + len(payload), ident, more << 13 | offset // 8, ttl, protocol, 0,
                       ip_address(source).packed, ip_address(destination).packed) + options
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload
def ipv6(following, payload, source="2001:db8::1", destination="2001:db8:1::2", hops=64):
    return struct.pack(">IHBB16s16s", 6 << 28, len(payload), following, hops, ip_address(source).packed, ip_address(destination).packed) + payload
def udp(source, destination, payload=b"hello", length=None):
    return struct.pack(">HHHH", source, destination, 8 + len(payload) if length is None else length, 0) + payload
def tcp(source, destination, flags, payload=b"", sequence=1000, acknowledgement=2000, options=b"", window=64240):
    return struct.pack(">HHIIHHHH", source, destination, sequence, acknowledgement, (5 + len(options) // 4) << 12 | flags, window, 0, 0) + options + payload


FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE = (1 << n for n in range(9))


def pcap(path, frames, link=1, order="<", nanoseconds=False, gap=0.25, lengths=None):
    unit = 10**9 if nanoseconds else 10**6
    with open(path, "wb") as out:
        out.write(struct.pack(order + "IHHiIII", 0xA1B23C4D if nanoseconds else 0xA1B2C3D4, 2, 4, 0, 0, 262144, link))
        for number, frame in enumerate(frames):
            ticks = round(number * gap * unit) + (123456789 if nanoseconds else 123456)
            wire = (lengths or {}).get(number, len(frame))
            out.write(struct.pack(order + "IIII", T0 + ticks // unit, ticks % unit, len(frame), wire) + frame)


def block(order, kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)
def option(order, code, value): return struct.pack(order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)
def section(order): return block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
def interface(order, link, snap, *options): return block(order, 1, struct.pack(order + "HHI", link, 0, snap) + b"".join(options))
def enhanced(order, number, ticks, frame, wire=None, flags=None):
    padded = frame + b"\0" * (-len(frame) % 4) + option(order, 2, struct.pack(order + "I", flags)) + option(order, 0, b"") if flags is not None else frame
    return block(order, 6, struct.pack(order + "IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), wire or len(frame)) + padded)


# link-types: the same datagram behind every link header of the contract.
datagram4, datagram6 = ipv4(17, udp(5353, 53)), ipv6(17, udp(5353, 53))
mac = b("02005e000001")
pcap("link-types/ethernet.pcap", [ether(0x0800, datagram4), ether(0x86DD, datagram6)], 1)
pcap("link-types/raw.pcap", [datagram4, datagram6], 101)
pcap("link-types/raw-bsd.pcap", [datagram4, datagram6], 12)
pcap("link-types/ipv4.pcap", [datagram4], 228)
pcap("link-types/ipv6.pcap", [datagram6], 229)
pcap("link-types/null.pcap", [struct.pack("<I", 2) + datagram4, struct.pack("<I", 30) + datagram6, struct.pack(">I", 24) + datagram6], 0)
pcap("link-types/loop.pcap", [struct.pack(">I", 2) + datagram4, struct.pack(">I", 24) + datagram6], 108)
pcap("link-types/cooked.pcap", [struct.pack(">HHH8sH", 4, 1, 6, mac, kind) + packet for kind, packet in ((0x0800, datagram4), (0x86DD, datagram6))], 113)
pcap("link-types/cooked2.pcap", [struct.pack(">HHIHBB8s", kind, 0, 3, 1, 0, 6, mac) + packet for kind, packet in ((0x0800, datagram4), (0x86DD, datagram6))], 276)
pcap("link-types/unknown.pcap", [b"\x01\x02\x03\x04\x05"], 65000)

# byte-orders: the same two frames as either byte order and either resolution writes them.
two = [ether(0x0800, ipv4(17, udp(1024, 53))), ether(0x0800, ipv4(6, tcp(1024, 80, SYN)))]
for name, order, nanoseconds in (("little-micro", "<", False), ("big-micro", ">", False), ("little-nano", "<", True), ("big-nano", ">", True)):
    pcap(f"byte-orders/{name}.pcap", two, order=order, nanoseconds=nanoseconds)

# interfaces: a pcapng with two sections of either byte order, four interfaces, three link types, four resolutions.
with open("interfaces/input.pcapng", "wb") as out:
    out.write(section("<"))
    out.write(interface("<", 1, 0, option("<", 2, b"eth0"), option("<", 9, b"\x06"), option("<", 0, b"")))
    out.write(interface("<", 101, 0, option("<", 2, b"tun \"0\""), option("<", 9, b"\x09"), option("<", 0, b"")))
    out.write(enhanced("<", 0, T0 * 10**6 + 1, two[0]))
    out.write(enhanced("<", 1, T0 * 10**9 + 1_500_000_123, datagram4))
    out.write(block("<", 0x0999, b"a block that nobody knows"))
    out.write(block("<", 3, struct.pack("<I", len(two[1])) + two[1]))
    out.write(block("<", 5, struct.pack("<III", 0, 0, 0) + option("<", 4, struct.pack("<Q", 9)) + option("<", 5, struct.pack("<Q", 2))))
    out.write(section(">"))
    out.write(interface(">", 113, 0, option(">", 2, b"any"), option(">", 9, b"\x94"), option(">", 14, struct.pack(">q", T0)), option(">", 0, b"")))
    out.write(enhanced(">", 0, 3 << 19, struct.pack(">HHH8sH", 0, 1, 6, mac, 0x86DD) + datagram6))
    out.write(interface(">", 1, 48))
    out.write(enhanced(">", 1, T0 * 10**6 + 4_000_000, two[0][:48], 900))

# directions: what epb_flags says of packets whose headers say nothing, and of cooked ones whose header says something else.
with open("directions/input.pcapng", "wb") as out:
    out.write(section("<"))
    out.write(interface("<", 1, 0))
    out.write(interface("<", 113, 0))
    for number, flags in enumerate((None, 0, 1, 2, 3, 0x80000001)):
        out.write(enhanced("<", 0, T0 * 10**6 + number, two[0], flags=flags))
    for number, (flags, packet_type) in enumerate(((None, 4), (None, 0), (1, 4), (2, 0))):
        out.write(enhanced("<", 1, T0 * 10**6 + 10 + number, struct.pack(">HHH8sH", packet_type, 1, 6, mac, 0x0800) + datagram4, flags=flags))

# headers: one frame for each thing that a header can say.
tag = lambda kind, identifier: struct.pack(">HH", kind, identifier)
arp = struct.pack(">HHBBH6s4s6s4s", 1, 0x0800, 6, 4, 1, mac, ip_address("192.0.2.1").packed, bytes(6), ip_address("192.0.2.9").packed)
quoted = ipv4(17, udp(1024, 33434))[:28]
headers = [
    ether(0x0806, arp),
    ether(0x0800, datagram4, tag(0x8100, 0x2000 | 30)),
    ether(0x0800, datagram4, tag(0x88A8, 100) + tag(0x8100, 200)),
    ether(0x0800, ipv4(6, tcp(443, 50000, SYN | ACK, options=b("020405b4 0402 080a 00000001 00000000 01 030307".replace(" ", ""))))),
    ether(0x0800, ipv4(6, tcp(443, 50000, FIN | SYN | RST | PSH | ACK | URG | ECE | CWR | AE))),
    ether(0x0800, ipv4(6, tcp(443, 50000, 0))),
    ether(0x0800, ipv4(6, tcp(443, 50000, PSH | ACK, b"payload"), options=b("94040000"), tos=0xB9)),
    ether(0x0800, ipv4(17, udp(53, 1024, b"x" * 24), more=1, ident=7)),
    ether(0x0800, ipv4(17, b"y" * 24, offset=32, ident=7)),
    ether(0x0800, ipv4(1, struct.pack(">BBHHH", 8, 0, 0, 77, 1) + b"ping")),
    ether(0x0800, ipv4(1, struct.pack(">BBHI", 3, 3, 0, 0) + quoted)),
    ether(0x0800, ipv4(2, b("1600 0000 e00000fb".replace(" ", "")), destination="224.0.0.251", ttl=1)),
    ether(0x0800, ipv4(47, b("0000 0800".replace(" ", "")) + datagram4)),
    ether(0x0800, ipv4(50, b("00000001 00000002".replace(" ", "")) + bytes(24))),
    ether(0x0800, ipv4(51, struct.pack(">BBHII", 17, 4, 0, 1, 2) + bytes(12) + udp(5353, 53))),
    ether(0x0800, ipv4(132, struct.pack(">HHII", 5000, 5001, 9, 0) + b("01000014") + bytes(16))),
    ether(0x0800, ipv4(89, b("0201002c") + bytes(40))),
    ether(0x0800, ipv4(253, b"experiment")),
    ether(0x86DD, datagram6),
    ether(0x86DD, ipv6(58, struct.pack(">BBHHH", 128, 0, 0, 5, 1))),
    ether(0x86DD, ipv6(0, bytes([60, 0, 5, 2, 0, 0, 1, 0]) + bytes([17, 0, 1, 4, 0, 0, 0, 0]) + udp(5353, 53))),
    ether(0x86DD, ipv6(43, bytes([6, 2, 4, 1, 0, 0, 0, 0]) + ip_address("2001:db8::9").packed + tcp(1024, 80, SYN))),
    ether(0x86DD, ipv6(44, struct.pack(">BBHI", 17, 0, 1, 99) + udp(53, 1024, b"z" * 16))),
    ether(0x86DD, ipv6(44, struct.pack(">BBHI", 17, 0, 24 << 0, 99) + b"z" * 16)),
    ether(0x86DD, ipv6(59, b"")),
    ether(0x86DD, ipv6(17, udp(5353, 53), source="::ffff:192.0.2.1", destination="::")),
    ether(0x86DD, ipv6(17, udp(5353, 53), source="2001:db8:0:1:1:1:1:1", destination="fe80::1:0:0:1")),
    ether(0x88CC, b("0207040200 5e000001 0402 0130 0602 0078 0000".replace(" ", ""))),
    ether(0x88B5, b"local experiment"),
    b("0180c2000000 02005e000001 0026".replace(" ", "")) + b("424203 0000000000".replace(" ", "")) + bytes(30),
]
pcap("headers/input.pcap", headers)

# faults: headers that lie, and frames that end too soon.
good = ether(0x0800, datagram4)
pcap("faults/input.pcap", [
    b"", good[:5], good[:14], good[:20], good[:34], good[:40],
    ether(0x0800, ipv4(17, udp(5353, 53, length=4))),
    ether(0x0800, ipv4(17, udp(5353, 53, length=400))),
    ether(0x0800, b"\x41" + datagram4[1:]),
    ether(0x0800, b"\x65" + datagram4[1:]),
    ether(0x0800, datagram4[:2] + struct.pack(">H", 9) + datagram4[4:]),
    ether(0x0800, datagram4[:2] + struct.pack(">H", 999) + datagram4[4:]),
    ether(0x0800, ipv4(6, struct.pack(">HHIIHHHH", 1, 2, 3, 4, 4 << 12, 5, 0, 0))),
    ether(0x0800, ipv4(6, tcp(1, 2, SYN)[:16])),
    ether(0x86DD, datagram6[:30]),
    ether(0x86DD, ipv6(0, bytes([17, 200, 0, 0, 0, 0, 0, 0]))),
    ether(0x86DD, ipv6(44, bytes(4))),
    ether(0x8100, b"\0"),
    ether(0x0806, arp[:10]),
    good[:20], good,
], lengths={19: 1500})

# wrappers: what carries a datagram between Ethernet and the application, beyond the tunnels that everybody knows.
inside = ether(0x0800, datagram4)
gre = lambda kind, payload, flags=0, fields=b"": ipv4(47, struct.pack(">HH", flags, kind) + fields + payload)
ppp_inside = b("ff03 0021".replace(" ", "")) + datagram4
erspan = lambda version, session, rest=b"": struct.pack(">HH", version << 12 | 100, session) + rest
dccp = lambda kind, extended, payload=b"": struct.pack(">HHBBHBBH", 5000, 5001, 4 if extended else 3, 0, 0, kind << 1 | extended, 0, 1) + bytes(4 * extended) + payload
wrappers = [
    # MACsec (IEEE 802.1AE): integrity only; with the identifier of the channel; encrypted; a version that is not.
    ether(0x88E5, b("0000 00000001 0800".replace(" ", "")) + datagram4 + bytes(16)),
    ether(0x88E5, b("2000 00000002".replace(" ", "")) + mac + b("0001 86dd".replace(" ", "")) + datagram6 + bytes(16)),
    ether(0x88E5, b("2c00 00000003".replace(" ", "")) + mac + b("0001".replace(" ", "")) + bytes(range(64))),
    ether(0x88E5, b("8000 00000004 0800".replace(" ", "")) + datagram4 + bytes(16)),
    # NSH (RFC 8300): metadata type 1 before IPv4, type 2 without any before Ethernet, and a length of four.
    ether(0x894F, b("0fc6 0101 00000aff".replace(" ", "")) + bytes(16) + datagram4),
    ether(0x894F, b("0fc2 0203 00000aff".replace(" ", "")) + inside),
    ether(0x894F, b("0fc1 0201 00000aff".replace(" ", "")) + datagram4),
    # PPTP (RFC 2637): sequence and acknowledgement before PPP; an acknowledgement alone.
    gre(0x880B, ppp_inside, 0x3081, struct.pack(">HHII", len(ppp_inside), 77, 1, 2)),
    gre(0x880B, b"", 0x2081, struct.pack(">HHI", 0, 77, 2)),
    # ERSPAN type I, II, III, III with the platform's words, and a type that is none.
    gre(0x88BE, inside),
    gre(0x88BE, erspan(1, 5) + bytes(4) + inside, 0x1000, bytes(4)),
    gre(0x22EB, erspan(2, 6, bytes(8)) + inside, 0x1000, bytes(4)),
    gre(0x22EB, erspan(2, 7, bytes(7) + b"\x01" + bytes(8)) + inside, 0x1000, bytes(4)),
    gre(0x22EB, erspan(3, 8, bytes(8)) + inside, 0x1000, bytes(4)),
    # DCCP (RFC 4340): a request, data with short sequence numbers, a type without a name, an offset of two words.
    ipv4(33, dccp(0, 1, b"abcd")), ipv4(33, dccp(2, 0, b"data")), ipv6(33, dccp(12, 1)),
    ipv4(33, dccp(1, 1)[:4] + b"\x02" + dccp(1, 1)[5:]),
    # UDP-Lite (RFC 3828): all covered, the header alone, less than that.
    ipv4(136, udp(5353, 53, length=0)), ipv6(136, udp(5353, 53, length=8)), ipv4(136, udp(5353, 53, length=7)),
]
pcap("wrappers/input.pcap", [frame if frame[:2] == b("0200") else ether(0x86DD if frame[0] >> 4 == 6 else 0x0800, frame) for frame in wrappers])

# headers-of-capture: link types whose header is the capturing program's own.
pflog = lambda family, direction, length=61: struct.pack(">BBBB16s16sIIIIIIB", length, family, 0, 0, b"em0", b"", 7, 0, 0, 0, 0, 0, direction) + bytes(3)
pktap = lambda link, flags, length=108: struct.pack("<III24sI", length, 1, link, b"en0", flags) + bytes(length - 40)
data_frame = b("0801 0000 02005e000001 02005e000002 02005e000003 1000 aaaa03000000 0800".replace(" ", "")) + datagram4
pcap("headers-of-capture/pflog.pcap", [pflog(2, 1) + datagram4, pflog(24, 2) + datagram6, pflog(2, 0)[:60] + datagram4, pflog(2, 1, 20) + datagram4], 117)
pcap("headers-of-capture/pktap.pcap", [pktap(1, 1) + inside, pktap(12, 2) + datagram4, pktap(65000, 0) + inside, pktap(1, 0, 40)[:8]], 258)
pcap("headers-of-capture/ppi.pcap", [struct.pack("<BBHI", 0, 0, 8, 105) + data_frame, struct.pack("<BBHIHH4s", 0, 0, 16, 1, 30002, 4, b"meta") + inside, struct.pack("<BBHI", 1, 0, 8, 105) + data_frame, struct.pack("<BBHI", 0, 0, 4, 105) + data_frame], 192)
pcap("headers-of-capture/prism.pcap", [struct.pack("<II16s", 68, 144, b"wlan0") + bytes(120) + data_frame, struct.pack("<II16s", 68, 144, b"wlan0") + bytes(20)], 119)
pcap("headers-of-capture/avs.pcap", [struct.pack(">II", 0x80211001, 64) + bytes(56) + data_frame, struct.pack(">II", 0x80211002, 4) + data_frame], 163)

# cut: a capture whose last frame is not all there.
pcap("cut/input.pcap", two + two)
whole = open("cut/input.pcap", "rb").read()
open("cut/input.pcap", "wb").write(whole[:-7])

# first-packets: the beginning of the demo capture, real programs as they met.
subprocess.run(["editcap", "-r", "../../Scripts/demo/demo.pcapng", "first-packets/input.pcapng", "1-160"], check=True)
