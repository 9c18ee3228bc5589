#!/usr/bin/env python3
"""What one would write in Python instead: the peers of Scripts/bench that are libraries.

peers.py scapy FILE.pcap        every packet as a line of JSON with netcap's core keys
peers.py duckdb FILE.ndjson     packets and bytes by protocol, source and destination, on one thread"""
import json, sys


def scapy(path):
    from scapy.all import IP, TCP, UDP, IPv6, PcapReader
    first = None
    for packet in PcapReader(path):
        first = first or packet.time
        layer = packet.getlayer(IP) or packet.getlayer(IPv6)
        record = {"timestamp": float(packet.time), "time_relative": float(packet.time - first),
                  "source": layer.src if layer else packet.src, "destination": layer.dst if layer else packet.dst,
                  "protocol": packet.lastlayer().name, "size": len(packet)}
        ports = packet.getlayer(TCP) or packet.getlayer(UDP)
        if ports:
            record |= {"src_port": ports.sport, "dst_port": ports.dport}
        if TCP in packet:
            record["tcp_flags"] = str(packet[TCP].flags)
        print(json.dumps(record))


def duckdb(path):
    import duckdb
    database = duckdb.connect()
    database.execute("SET threads = 1")
    columns = "{timestamp: 'DOUBLE', source: 'VARCHAR', destination: 'VARCHAR', protocol: 'VARCHAR', size: 'BIGINT'}"
    table = f"read_json('{path}', format = 'newline_delimited', columns = {columns})"
    sets = "GROUP BY GROUPING SETS ((protocol), (source), (destination))"
    rows = database.execute(f"SELECT protocol, source, destination, count(*) AS n, sum(size) FROM {table} {sets} ORDER BY n DESC LIMIT 30")
    print(rows.fetchall())


if __name__ == "__main__":
    {"scapy": scapy, "duckdb": duckdb}[sys.argv[1]](sys.argv[2])
