#!/usr/bin/env python3
"""usage: statistics.py PACKETS STATISTICS

Computes again, from netcap's lines and without anything of netagg's, what netagg's records say, and prints where
they differ: packets, bytes, timeline, totals, window, top rows over interval, window and start, distinct and new keys, entropy,
frame sizes, and TCP flags. Streams whose time jumps about are compared in their sums only.
"""
import collections
import json
import math
import re
import sys

LATENESS = 500_000_000
WINDOW = 60_000_000_000
TOP = 10


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


def keys(packet):
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


def label(kind, row):
    if kind == "conversations":
        return tuple(sorted((row["source"], row["destination"])))
    return row[{"protocols": "protocol", "sources": "source", "destinations": "destination", "vlans": "vlan",
                "interfaces": "interface"}[kind]]


def count(packets):
    tables = collections.defaultdict(dict)
    for _, packet in packets:
        for kind, key in keys(packet):
            if key is None:
                continue
            cell = tables[kind].setdefault(key, [0, 0])
            cell[0] += 1
            cell[1] += packet["size"]
    return tables


def entropy(table):
    total = sum(cell[0] for cell in table.values())
    return -sum(cell[0] / total * math.log2(cell[0] / total) for cell in table.values()) if total else 0


def rank(sizes, percent):
    return sizes[max(1, math.ceil(len(sizes) * percent / 100)) - 1]


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

    last = records[-1]
    expect(last.get("final") is True, "final")
    expect(last["total_packets"] == len(packets), "total_packets")
    expect(last["total_bytes"] == sum(packet["size"] for _, packet in packets), "total_bytes")
    expect(sum(r["packets"] + r["late"] for r in records) == len(packets), "sum of packets")
    front, orderly = None, all(r["late"] == 0 for r in records)
    for time, _ in packets:
        orderly = orderly and (front is None or front - LATENESS < time)
        front = time if front is None else max(front, time)
    compared = 0
    for record in records if orderly else []:
        if record["interval"] == 0:
            continue
        compared += 1
        name = f"record {record['sequence']}"
        end = seconds(record["timestamp"])
        start = end - seconds(record["interval"])
        past = (start // (2 * 10**9) + 1) * 2 * 10**9 - WINDOW
        interval = [p for p in packets if start <= p[0] < end]
        window = [p for p in packets if past <= p[0] < end]
        before = [p for p in packets if past <= p[0] < start]
        total = [p for p in packets if p[0] < end]
        expect(record["packets"] == len(interval), f"{name}: packets")
        expect(record["bytes"] == sum(p["size"] for _, p in interval), f"{name}: bytes")
        expect(record["window_packets"] == len(window), f"{name}: window_packets")
        expect(record["total_packets"] == len(total), f"{name}: total_packets")
        for moment in record["timeline"]:
            first = seconds(moment["timestamp"])
            cell = [p for p in interval if first <= p[0] < first - first % 10**9 + 10**9]
            expect(moment["packets"] == len(cell), f"{name}: timeline")
            expect(moment["bytes"] == sum(p["size"] for _, p in cell), f"{name}: timeline bytes")
        tables = {"window": count(window), "interval": count(interval), "total": count(total)}
        for span, said in (("window", record), ("interval", record.get("in_interval", {})),
                           ("total", record.get("in_total", {}))):
            for kind in ("protocols", "sources", "destinations", "conversations", "vlans", "interfaces"):
                found = [(label(kind, row), row) for row in said.get(kind, [])]
                expect(rows(tables[span].get(kind, {}), found), f"{name}: {kind} of the {span}")
        older = count(before)
        for kind in ("sources", "destinations", "conversations"):
            table = tables["window"].get(kind, {})
            expect(record[f"distinct_{kind}"] == len(table), f"{name}: distinct {kind}")
            fresh = len(table.keys() - older.get(kind, {}).keys())
            expect(record[f"new_{kind}"] == fresh, f"{name}: new {kind}")
        for kind in ("sources", "destinations"):
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
        flags = [p["tcp_flags"] for _, p in interval if p.get("tcp_flags") and "src_port" in p and "source" in p]
        if "tcp" in record and all("src_port" in p for _, p in interval if p.get("tcp_flags")):
            said = record["tcp"]
            resets = sum("R" in f for f in flags)
            expect(said["rst"] == resets, f"{name}: rst")
            expect(said["fin"] == sum("F" in f for f in flags), f"{name}: fin")
            expect(said["syn"] == sum("S" in f and "A" not in f and "R" not in f for f in flags), f"{name}: syn")
            expect(said["syn_ack"] == sum("S" in f and "A" in f and "R" not in f for f in flags), f"{name}: syn_ack")
    print(len(records), compared, "orderly" if orderly else "jumps", *faults[:5], sep="\t")
    sys.exit(1 if faults else 0)


main()
