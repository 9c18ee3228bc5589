#!/usr/bin/env python3
"""usage: statistics.py PACKETS STATISTICS

Computes again, from netcap's lines and without anything of netagg's, what netagg's records say, and prints where
they differ: packets, bytes, timeline, rates, totals, window, top rows over interval, window and start (ports, applications and
groups too), distinct and new keys, entropy, frame sizes, what each source touched, TCP flags, and handshakes. Streams whose time
jumps about are compared in their sums only.
"""
import bisect
import collections
import json
import math
import re
import sys

LATENESS = 500_000_000
WINDOW = 60_000_000_000
TOP = 10
SECOND = 10**9
EVERY = 2 * SECOND
SILENCE = 300 * SECOND

# The ports that have a name, as IANA's registry and custom have them.
APPLICATIONS = {port: name for name, ports in {
    "HTTP": (80, 8080, 8000, 8008, 8888), "HTTPS": (443, 8443), "DNS": (53,), "mDNS": (5353,), "LLMNR": (5355,),
    "DHCP": (67, 68), "DHCPv6": (546, 547), "NTP": (123,), "SSH": (22,), "Telnet": (23,), "FTP": (21,), "FTP data": (20,),
    "TFTP": (69,), "SMTP": (25, 465, 587), "POP3": (110,), "POP3S": (995,), "IMAP": (143,), "IMAPS": (993,),
    "SNMP": (161, 162), "LDAP": (389,), "LDAPS": (636,), "Kerberos": (88,), "SMB": (445,), "NetBIOS": (137, 138, 139),
    "RPC": (111,), "MS RPC": (135,), "NFS": (2049,), "rsync": (873,), "Syslog": (514,), "SSDP": (1900,), "RDP": (3389,),
    "VNC": (5900,), "SIP": (5060, 5061), "STUN": (3478,), "RTSP": (554,), "BGP": (179,), "RIP": (520,), "HSRP": (1985,),
    "IKE": (500, 4500), "OpenVPN": (1194,), "WireGuard": (51820,), "VXLAN": (4789,), "GENEVE": (6081,),
    "GTP": (2123, 2152), "L2TP": (1701,), "Teredo": (3544,), "RADIUS": (1812, 1813), "TACACS": (49,), "Diameter": (3868,),
    "MySQL": (3306,), "PostgreSQL": (5432,), "MS SQL": (1433,), "Oracle": (1521,), "Redis": (6379,), "MongoDB": (27017,),
    "memcached": (11211,), "Elasticsearch": (9200,), "Kafka": (9092,), "AMQP": (5672,), "MQTT": (1883, 8883),
    "XMPP": (5222, 5269), "IRC": (6667,), "Modbus": (502,), "DNP3": (20000,), "BACnet": (47808,), "S7comm": (102,),
    "EtherNet/IP": (44818,), "OPC UA": (4840,), "CoAP": (5683,), "Whois": (43,), "Git": (9418,), "DNS over TLS": (853,),
    "Prometheus": (9090, 9100), "NetFlow": (2055,), "IPFIX": (4739,), "sFlow": (6343,)}.items() for port in ports}
COUNTED = ("protocols", "sources", "destinations", "conversations", "vlans", "interfaces", "ports", "applications", "groups")
FLAGS = ("syn", "syn_ack", "fin", "rst")
LIFE = ("handshakes_begun", "handshakes_completed", "handshakes_refused", "handshakes_unanswered", "opened", "closed")


def nanoseconds(line):
    found = re.match(rb'\{"timestamp":(-?)(\d+)\.(\d+)', line)
    value = int(found[2]) * 10**9 + int(found[3].ljust(9, b"0"))
    return -value if found[1] else value


def seconds(value):
    return round(value * 1e6) * 1000


def rows(counter, records):
    """Do the records hold the first rows of the counter, in its order and with its counts?"""
    wanted = sorted(counter.values(), reverse=True)[:TOP]
    if [(row["packets"], row["bytes"]) for _, row in records] != [tuple(cell) for cell in wanted]:
        return False
    return all(tuple(counter.get(key, ())) == (row["packets"], row["bytes"]) for key, row in records)


def ports(packet):
    return (packet["src_port"], packet["dst_port"]) if "src_port" in packet and "dst_port" in packet else None


def service(packet):
    """The port that has a name, else the lower; and the name."""
    both = ports(packet)
    if both is None:
        return None, None
    port = min([p for p in both if p in APPLICATIONS] or both)
    name = APPLICATIONS.get(port)
    return port, "QUIC" if name == "HTTPS" and packet.get("protocol") == "UDP" else name


def told(packet, known):
    """The application of a flow after this packet: a payload tells more than the port, but not what TLS or HTTP is used for."""
    if "dns" in packet:
        known = known if known in ("DNS", "mDNS", "LLMNR") else "DNS"
    if "tls" in packet:
        known = "HTTPS" if known == "HTTP" else "TLS" if known in (None, "DNS", "SSH", "NTP") else known
    if "http" in packet:
        known = known if known in ("HTTP", "SSDP", "Elasticsearch", "Prometheus") else "HTTP"
    for key, name in (("quic", "QUIC"), ("dhcp", "DHCP"), ("ntp", "NTP"), ("ssh", "SSH")):
        known = name if key in packet else known
    return known


def tell_applications(packets):
    """Adds to each packet, in order of arrival, the application that its flow belongs to by then."""
    flows = {}
    for _, packet in packets:
        both = ports(packet) or (None, None)
        ends = sorted([(str(packet.get("source")), str(both[0])), (str(packet.get("destination")), str(both[1]))])
        vlan = packet.get("vlan")
        flow = (str(ends), packet.get("protocol"), vlan[0] if vlan else None, "tcp_flags" in packet)
        flows[flow] = told(packet, flows[flow] if flow in flows else service(packet)[1])
        packet["its application"] = flows[flow]


def group(packet, path):
    """The text of what the packet says at this path; what is neither text nor a number counts as nothing."""
    for step in path.split("."):
        packet = packet.get(step) if isinstance(packet, dict) else None
    return None if packet is None or isinstance(packet, (dict, list)) else \
        packet if isinstance(packet, str) else json.dumps(packet)


def keys(packet, path):
    # A frame without addresses has empty ones, which count as none.
    source, destination = packet.get("source") or None, packet.get("destination") or None
    yield "protocols", packet.get("protocol")
    yield "sources", source
    yield "destinations", destination
    if source is not None and destination is not None:
        yield "conversations", tuple(sorted((source, destination)))
    vlan = packet.get("vlan")
    yield "vlans", vlan[0] if isinstance(vlan, list) and vlan else None
    yield "interfaces", packet.get("interface")
    yield "ports", service(packet)[0]
    yield "applications", packet["its application"]
    if path is not None:
        yield "groups", group(packet, path)


def label(kind, row, path):
    if kind == "groups":
        return row[path]
    if kind == "conversations":
        return tuple(sorted((row["source"], row["destination"])))
    return row[{"protocols": "protocol", "sources": "source", "destinations": "destination", "vlans": "vlan",
                "interfaces": "interface", "ports": "port", "applications": "application"}[kind]]


def count(packets, path, tables=None):
    tables = collections.defaultdict(dict) if tables is None else tables
    for _, packet in packets:
        for kind, key in keys(packet, path):
            if key is None:
                continue
            cell = tables[kind].setdefault(key, [0, 0])
            cell[0] += 1
            cell[1] += packet["size"]
    return tables


def entropy(table):
    total = sum(cell[0] for cell in table.values())
    return -sum(cell[0] / total * math.log2(cell[0] / total) for cell in table.values()) if total else 0


def close(said, wanted):
    """The records round to three decimals, or more."""
    return abs(said - wanted) <= 1e-3 + 1e-9 * abs(wanted)


def rank(sizes, percent):
    return sizes[max(1, math.ceil(len(sizes) * percent / 100)) - 1]


def flags(packets):
    """How many segments had SYN alone, SYN and ACK, FIN, RST; a segment needs ports and addresses to be one."""
    sums = dict.fromkeys(FLAGS, 0)
    for _, packet in packets:
        letters = packet.get("tcp_flags", "")
        if ports(packet) is None or not packet.get("source") or not packet.get("destination"):
            continue
        sums["rst"] += "R" in letters
        sums["fin"] += "F" in letters
        if "S" in letters and "R" not in letters:
            sums["syn_ack" if "A" in letters else "syn"] += 1
    return sums


def fan_out(window, opened):
    """Of each source: other ends of the conversations that it opened, and ports of its SYNs and of what else it sent there."""
    others, touched = collections.defaultdict(set), collections.defaultdict(set)
    for _, packet in window:
        source, destination = packet.get("source"), packet.get("destination")
        if not source or not destination:
            continue
        first = opened[tuple(sorted((source, destination)))][1]
        others[first].add(source if first == destination else destination)
        letters = packet.get("tcp_flags")
        if ports(packet) and first == source and (letters is None or is_opening(letters)):
            touched[source].add(packet["dst_port"])
    return {source: (len(others[source]), len(touched[source])) for source in others.keys() | touched.keys()}


def is_opening(letters):
    return "S" in letters and "A" not in letters and "R" not in letters


def follow(openers, packets):
    """The opener of a conversation is who sent the earliest SYN of it; without one, the earliest packet."""
    for time, packet in packets:
        source, destination = packet.get("source"), packet.get("destination")
        if source and destination:
            key, rank = tuple(sorted((source, destination))), not is_opening(packet.get("tcp_flags") or "")
            if key not in openers or (rank, time) < openers[key][2]:
                openers[key] = (time, source, (rank, time))


def handshakes(packets):
    """What happened to the TCP connections by the end of the stream."""
    sums = dict.fromkeys(LIFE, 0)
    connections, front = {}, None

    def close(state):
        if state["phase"] == "open":
            sums["closed"] += 1
        state["phase"] = "closed"

    for time, packet in packets:
        front = time if front is None else max(front, time)
        for key, state in list(connections.items()):
            patience = {"closed": 5 * SECOND, "waiting": 63 * SECOND}.get(state["phase"], SILENCE)
            if front - state["heard"] >= patience:
                close(connections.pop(key))
            elif state["phase"] == "waiting" and not state["late"] and front - state["began"] >= 3 * SECOND:
                sums["handshakes_unanswered"] += 1
                state["late"] = True
        letters = packet.get("tcp_flags")
        if letters is None or ports(packet) is None or not packet.get("source") or not packet.get("destination"):
            continue
        end = packet["source"], packet["src_port"]
        key = tuple(sorted((end, (packet["destination"], packet["dst_port"]))))
        state = connections.get(key)
        is_open = state is not None and state["phase"] != "closed"
        if is_opening(letters):
            if state is None or state["opener"] != end or state["first"] != packet.get("tcp_seq"):
                if state:
                    if state["phase"] == "waiting" and not state["late"]:
                        sums["handshakes_unanswered"] += 1
                    close(state)
                sums["handshakes_begun"] += 1
                state = {"phase": "waiting", "opener": end, "first": packet.get("tcp_seq"), "began": front, "late": False,
                         "answer": None, "ends": set(), "seen": True, "heard": front}
                connections[key] = state
        elif state is None:
            state = {"phase": "new", "opener": end, "first": None, "began": front, "late": False, "answer": None, "ends": set(),
                     "seen": False, "heard": front}
            connections[key] = state
            if "R" in letters:
                state["phase"] = "closed"
            elif "S" in letters:
                # The answer says which SYN it answers, should that one come later.
                state.update(phase="answered", answer=packet.get("tcp_seq"), first=(packet.get("tcp_ack", 0) - 1) % 2**32,
                             opener=key[0] if end == key[1] else key[1])
        elif "R" in letters:
            if state["phase"] == "waiting" and end != state["opener"] and not state["late"]:
                sums["handshakes_refused"] += 1
            close(state)
        elif "S" in letters and state["phase"] == "waiting" and end != state["opener"]:
            state.update(phase="answered", answer=packet.get("tcp_seq"))
        if state["phase"] != "closed" or is_open:
            state["heard"] = front
        if "S" not in letters and "R" not in letters:
            if state["phase"] == "answered":
                if end == state["opener"] and "A" in letters and \
                        0 < (packet["tcp_ack"] - state["answer"]) % 2**32 < 2**31:
                    sums["handshakes_completed"] += state["seen"]
                    state["phase"] = "open"
                    sums["opened"] += 1
            elif state["phase"] in ("waiting", "new"):
                state["phase"] = "open"
                sums["opened"] += 1
            if "F" in letters:
                state["ends"].add(end)
                if len(state["ends"]) == 2:
                    close(state)
    return sums


def main():
    faults = []
    packets = []
    for line in open(sys.argv[1], "rb"):
        packet = json.loads(line)
        # Without a time it cannot be counted.
        if "type" not in packet and "timestamp" in packet:
            packets.append((nanoseconds(line), packet))
    records = [json.loads(line) for line in open(sys.argv[2])]

    def expect(holds, what):
        if not holds:
            faults.append(what)

    tell_applications(packets)
    last = records[-1]
    expect(last.get("final") is True, "final")
    expect(last["total_packets"] == len(packets), "total_packets")
    expect(last["total_bytes"] == sum(packet["size"] for _, packet in packets), "total_bytes")
    expect(sum(r["packets"] + r["late"] for r in records) == len(packets), "sum of packets")
    front, orderly = None, all(r["late"] == 0 for r in records)
    for time, _ in packets:
        orderly = orderly and (front is None or front - LATENESS < time)
        front = time if front is None else max(front, time)
    path = records[0].get("group")
    ordered = sorted(packets, key=lambda packet: packet[0])
    times = [time for time, _ in ordered]
    seconds_of, counted, done, begun = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(dict), 0, None
    health, openers = collections.deque(), {}

    def between(first, last):
        return ordered[bisect.bisect_left(times, first):bisect.bisect_left(times, last)]

    compared = 0
    for record in records if orderly else []:
        if record["interval"] == 0:
            continue
        compared += 1
        name = f"record {record['sequence']}"
        end = seconds(record["timestamp"])
        start = end - seconds(record["interval"])
        past = (start // (2 * 10**9) + 1) * 2 * 10**9 - WINDOW
        interval, window, before = between(start, end), between(past, end), between(past, start)
        fresh = between(times[0], end)[done:]
        done += len(fresh)
        for time, packet in fresh:
            cell = seconds_of[time // SECOND]
            cell[0] += 1
            cell[1] += packet["size"]
        begun = start // EVERY if begun is None else begun
        expect(record["packets"] == len(interval), f"{name}: packets")
        expect(record["bytes"] == sum(p["size"] for _, p in interval), f"{name}: bytes")
        expect(record["window_packets"] == len(window), f"{name}: window_packets")
        expect(record["window_bytes"] == sum(p["size"] for _, p in window), f"{name}: window_bytes")
        expect(record["total_packets"] == done, f"{name}: total_packets")
        expect(record["total_bytes"] == sum(cell[1] for cell in seconds_of.values()), f"{name}: total_bytes")
        per_second = record["packets"] / record["interval"], record["bytes"] * 8 / record["interval"]
        expect(close(record["packets_per_second"], per_second[0]), f"{name}: packets_per_second")
        expect(close(record["bits_per_second"], per_second[1]), f"{name}: bits_per_second")
        rates, length = record["rates"], min(WINDOW, (start // EVERY + 1 - begun) * EVERY)
        minute = between((start // EVERY + 1) * EVERY - length, end)
        expect(close(rates["mean_packets_per_second"], len(minute) * SECOND / length), f"{name}: mean packets")
        mean = sum(p["size"] for _, p in minute) * 8 * SECOND / length
        expect(close(rates["mean_bits_per_second"], mean), f"{name}: mean bits")
        peak = [max((cell[field] for cell in seconds_of.values()), default=0) for field in (0, 1)]
        expect(close(rates["peak_packets_per_second"], peak[0]), f"{name}: peak packets")
        expect(close(rates["peak_bits_per_second"], peak[1] * 8), f"{name}: peak bits")
        for moment in record["timeline"]:
            first = seconds(moment["timestamp"])
            cell = [p for p in interval if first <= p[0] < first - first % 10**9 + 10**9]
            expect(moment["packets"] == len(cell), f"{name}: timeline")
            expect(moment["bytes"] == sum(p["size"] for _, p in cell), f"{name}: timeline bytes")
        count(fresh, path, counted)
        tables = {"window": count(window, path), "interval": count(interval, path), "total": counted}
        for span, said in (("window", record), ("interval", record.get("in_interval", {})),
                           ("total", record.get("in_total", {}))):
            for kind in COUNTED:
                found = [(label(kind, row, path), row) for row in said.get(kind, [])]
                expect(rows(tables[span].get(kind, {}), found), f"{name}: {kind} of the {span}")
        older = count(before, path)
        for kind in ("sources", "destinations", "conversations", "ports"):
            table = tables["window"].get(kind, {})
            expect(record[f"distinct_{kind}"] == len(table), f"{name}: distinct {kind}")
            novel = len(table.keys() - older.get(kind, {}).keys())
            expect(record[f"new_{kind}"] == novel, f"{name}: new {kind}")
        for kind in ("sources", "destinations", "ports"):
            wanted = entropy(tables["window"].get(kind, {}))
            expect(abs(record["entropy"][kind] - wanted) < 2e-4, f"{name}: entropy of {kind}")
        if window:
            sizes = sorted(p["size"] for _, p in window)
            said = record["sizes"]
            expect((said["minimum"], said["maximum"]) == (sizes[0], sizes[-1]), f"{name}: extremes")
            expect(abs(said["mean"] - sum(sizes) / len(sizes)) < 1e-3, f"{name}: mean")
            for key, percent in (("median", 50), ("p95", 95), ("p99", 99)):
                wanted = rank(sizes, percent)
                bound = 0 if wanted < 2048 else wanted * (0.001 if wanted < 65536 else 0.016)
                expect(wanted - bound <= said[key] <= wanted, f"{name}: {key}")
            for bar, following in zip(said["histogram"], said["histogram"][1:] + [{"from": math.inf}]):
                held = sum(bar["from"] <= size < following["from"] for size in sizes)
                expect(bar["packets"] == held, f"{name}: histogram from {bar['from']}")
        follow(openers, fresh)
        touched = fan_out(window, openers)
        said = {row["source"]: row for row in record.get("fan_out", [])}
        for source, row in said.items():
            expect((row["destinations"], row["ports"]) == touched.get(source), f"{name}: fan_out of {source}")
            expect(row["packets"] == tables["window"]["sources"][source][0], f"{name}: fan_out packets of {source}")
        if len(said) < TOP:
            wide = {source for source, cell in touched.items() if max(cell) > 1}
            expect(wide <= said.keys(), f"{name}: fan_out lacks {sorted(wide - said.keys())[:3]}")
        if "tcp" in record:
            for span, packets_of in (("tcp", interval), ("tcp_window", window)):
                wanted = flags(packets_of)
                for key in FLAGS:
                    expect(record[span][key] == wanted[key], f"{name}: {span} {key}")
            health.append((start, record["tcp"]))
        while health and health[0][0] < past:
            health.popleft()
        if "tcp" in record:
            for key in set(record["tcp"]) - {"open", "round_trip"}:
                expect(record["tcp_window"][key] == sum(tcp[key] for _, tcp in health), f"{name}: tcp_window {key}")
    gap = max((after - before for before, after in zip(times, times[1:])), default=0)
    # Across more than an hour's silence, connections that begin behind it are not followed: see ConnectionTracker.reach.
    if orderly and gap < 3600 * SECOND:
        # What a SYN waits for may come after the last record; only then do sums say less.
        wanted = handshakes(packets)
        for key in LIFE:
            said = sum(r["tcp"][key] for r in records if "tcp" in r)
            expect(said == wanted[key], f"{key}: {said}, not {wanted[key]}")
        still = [r["tcp"]["open"] for r in records if "tcp" in r]
        expect(not still or still[-1] == wanted["opened"] - wanted["closed"], "open")
    print(len(records), compared, "orderly" if orderly else "jumps", *faults[:5], sep="\t")
    sys.exit(1 if faults else 0)


main()
