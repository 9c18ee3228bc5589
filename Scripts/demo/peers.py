#!/usr/bin/env python3
"""The small peers of the demo capture, for which a machine rarely has a program at hand.

peers.py web PORT [CERTIFICATE]   serves pages of a size that the path names (/4000 is 4,000 bytes), over TLS with a certificate
peers.py ntp-server               answers NTP clients (RFC 5905) on port 123
peers.py ntp SERVER               asks once
peers.py mdns NAME                announces NAME._http._tcp.local to its neighbours (RFC 6762), once
peers.py plain FROM TO            copies a pcapng file as of one interface, without what its head says of the machine
"""
import http.server, random, socket, ssl, struct, sys, time


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "demo"

    def do_GET(self):
        name = self.path.rsplit("/", 1)[-1]
        size = int(name) if name.isdigit() else 600
        found = not self.path.startswith("/missing")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html" if found else "text/plain")
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"<p>hello from the demo</p>\n" * (size // 27) + b"." * (size % 27))

    def log_message(self, *_):
        pass


class Web(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6  # and IPv4, mapped

    def handle_error(self, *_):
        pass  # a client that leaves in the middle is part of the picture


def web(port, certificate=None):
    server = Web(("::", int(port)), Page)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.set_alpn_protocols(["http/1.1"])
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.serve_forever()


def ntp_time():
    now = time.time() + 2_208_988_800
    return struct.pack(">II", int(now), int(now % 1 * 2**32))


def ntp_server():
    inbox = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    inbox.bind(("::", 123))
    while True:
        asked, client = inbox.recvfrom(512)
        received = ntp_time()
        inbox.sendto(
            struct.pack(">BBBbII4s", 0x24, 2, asked[2], -20, 64, 96, b"DEMO") + received + asked[40:48] + received + ntp_time(), client)


def ntp(server):
    family, _, _, _, address = socket.getaddrinfo(server, 123, type=socket.SOCK_DGRAM)[0]
    outbox = socket.socket(family, socket.SOCK_DGRAM)
    outbox.settimeout(1)
    outbox.sendto(struct.pack(">BBBb36x", 0x23, 0, 6, -20) + ntp_time(), address)
    outbox.recv(512)


def mdns(name):
    def label(text):
        return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".")) + b"\0"
    service, instance = label("_http._tcp.local"), label(f"{name}._http._tcp.local")
    pointer = service + struct.pack(">HHIH", 12, 1, 4500, len(instance)) + instance
    outbox = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    outbox.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    outbox.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
    group = struct.pack("4s4s", socket.inet_aton("224.0.0.251"), socket.inet_aton("0.0.0.0"))
    outbox.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
    outbox.bind(("", 5353))
    outbox.sendto(struct.pack(">6H", 0, 0, 1, 0, 0, 0) + service + struct.pack(">HH", 12, 1), ("224.0.0.251", 5353))
    time.sleep(random.uniform(0.02, 0.1))
    outbox.sendto(struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0) + pointer, ("224.0.0.251", 5353))


def plain(source, target):
    data, at, interfaces = open(source, "rb").read(), 0, 0
    with open(target, "wb") as out:
        while at < len(data):
            kind, length = struct.unpack_from("<II", data, at)
            body = data[at + 8:at + length - 4]
            at += length
            interfaces += kind == 1
            if kind == 5 or kind == 1 and interfaces > 1:
                continue
            if kind == 6:
                body = bytes(4) + body[4:]  # both halves were recorded on the one interface
            fixed = {0x0A0D0D0A: 16, 1: 8}.get(kind, len(body))  # section and interface: then come the options
            kept, options = body[:fixed], body[fixed:]
            while options:
                code, size = struct.unpack_from("<HH", options)
                whole = 4 + (size + 3) // 4 * 4
                kept += options[:whole] if kind == 1 and code in (0, 2, 9) else b""  # end, name, time resolution
                options = options[whole:]
            out.write(struct.pack("<II", kind, len(kept) + 12) + kept + struct.pack("<I", len(kept) + 12))


if __name__ == "__main__":
    {"web": web, "ntp-server": ntp_server, "ntp": ntp, "mdns": mdns, "plain": plain}[sys.argv[1]](*sys.argv[2:])
