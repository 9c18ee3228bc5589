/* The peer in C: what netcap writes for a capture file of Ethernet frames, by hand, through libpcap.
 *
 *   lines FILE.pcap       timestamp, time_relative, source, destination, protocol, size, src_port, dst_port, tcp_flags
 *   lines --all FILE.pcap                 every key that the headers of Traffic.swift's frames give
 *
 * Scripts/bench compiles this file alone; it is no part of the package. */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { buffer_size = 256 * 1024, longest_line = 1024 };
static char buffer[buffer_size + longest_line], *out = buffer;

static void flush(void) {
    for (char *from = buffer; from < out;) {
        ssize_t written = write(1, from, (size_t)(out - from));
        if (written <= 0) _exit(0);
        from += written;
    }
    out = buffer;
}

#define text(literal) (memcpy(out, literal, sizeof literal - 1), out += sizeof literal - 1)

static void number(uint64_t value) {
    char digits[20];
    int count = 0;
    do digits[count++] = (char)('0' + value % 10); while (value /= 10);
    while (count) *out++ = digits[--count];
}

static void seconds(uint64_t microseconds) {
    number(microseconds / 1000000);
    *out++ = '.';
    uint32_t rest = (uint32_t)(microseconds % 1000000);
    for (uint32_t unit = 100000; unit; unit /= 10) *out++ = (char)('0' + rest / unit % 10);
}

static void ipv4(const uint8_t *a) {
    for (int i = 0; i < 4; i++) { if (i) *out++ = '.'; number(a[i]); }
}

static void hex(unsigned value) {
    int started = 0;
    for (int shift = 12; shift >= 0; shift -= 4) {
        unsigned digit = value >> shift & 15;
        if (digit || started || !shift) { *out++ = "0123456789abcdef"[digit]; started = 1; }
    }
}

static void ipv6(const uint8_t *a) { /* RFC 5952 */
    int best = -1, longest = 1, mapped = 1;
    for (int i = 0; i < 8; i++) {
        int run = 0;
        while (i + run < 8 && !a[2 * (i + run)] && !a[2 * (i + run) + 1]) run++;
        if (run > longest) { longest = run; best = i; }
        if (run) i += run - 1;
    }
    for (int i = 0; i < 10; i++) mapped &= !a[i];
    if (mapped && a[10] == 255 && a[11] == 255) { text("::ffff:"); ipv4(a + 12); return; }
    for (int i = 0; i < 8;) {
        if (i == best) { text("::"); i += longest; continue; }
        if (i && i != best + longest) *out++ = ':';
        else if (i && best < 0) *out++ = ':';
        hex((unsigned)a[2 * i] << 8 | a[2 * i + 1]);
        i++;
    }
}

static void mac(const uint8_t *a) {
    for (int i = 0; i < 6; i++) {
        if (i) *out++ = ':';
        *out++ = "0123456789abcdef"[a[i] >> 4];
        *out++ = "0123456789abcdef"[a[i] & 15];
    }
}

static uint64_t first, count;
static int all;

#define load16(a) ((unsigned)(a)[0] << 8 | (a)[1])
#define load32(a) ((uint32_t)(a)[0] << 24 | (uint32_t)(a)[1] << 16 | (uint32_t)(a)[2] << 8 | (a)[3])
#define member(key, value) (text(",\"" key "\":"), number(value))

static void protocol_name(unsigned protocol) {
    switch (protocol) {
    case 1: text("ICMP"); break;
    case 2: text("IGMP"); break;
    case 6: text("TCP"); break;
    case 17: text("UDP"); break;
    case 58: text("ICMPv6"); break;
    default: text("OTHER("); number(protocol); *out++ = ')';
    }
}

static void vlans(const uint8_t *frame, const uint8_t *end) {
    const uint8_t *at = frame + 14;
    char separator = '[';
    for (unsigned kind = load16(at - 2); (kind == 0x8100 || kind == 0x88a8) && at + 4 <= end; at += 4) {
        if (separator == '[') text(",\"vlan\":");
        *out++ = separator;
        number(load16(at) & 0xfff);
        separator = ',';
        kind = load16(at + 2);
    }
    if (separator == ',') *out++ = ']';
}

static void service(unsigned class) {
    if (class >> 2) member("dscp", class >> 2);
    if (class & 3) member("ecn", class & 3);
}

static void arp(const uint8_t *at) {
    text(",\"arp\":{\"operation\":");
    if (load16(at + 6) == 1) text("\"request\"");
    else if (load16(at + 6) == 2) text("\"reply\"");
    else number(load16(at + 6));
    text(",\"sender\":\""); mac(at + 8);
    text("\",\"target\":\""); mac(at + 18);
    text("\"}");
}

/* `length` is what the IP header says that `at` has. */
static void transport(unsigned protocol, const uint8_t *at, const uint8_t *end, unsigned length) {
    if (protocol == 6 && at + 20 <= end) {
        unsigned header = (at[12] >> 4) * 4u;
        member("tcp_seq", load32(at + 4));
        if (at[13] & 0x10) member("tcp_ack", load32(at + 8));
        member("tcp_window", load16(at + 14));
        if (header == 32 && at + 32 <= end && load32(at + 20) == 0x0101080a) {
            text(",\"tcp_options\":{\"timestamp\":"); number(load32(at + 24));
            text(",\"timestamp_echo\":"); number(load32(at + 28));
            *out++ = '}';
        }
        member("payload", length - header);
    } else if (protocol == 17 && at + 8 <= end) {
        member("payload", load16(at + 4) - 8);
    } else if ((protocol == 1 || protocol == 58) && at + 8 <= end) {
        member("icmp_type", at[0]);
        member("icmp_code", at[1]);
        if (protocol == 1 ? at[0] == 0 || at[0] == 8 : at[0] == 128 || at[0] == 129) {
            member("icmp_id", load16(at + 4));
            member("icmp_seq", load16(at + 6));
        }
        member("payload", length - 8);
    }
}

/* Everything behind the core keys. */
static void rest(const uint8_t *frame, const uint8_t *end, unsigned kind, const uint8_t *network, unsigned protocol,
                 const uint8_t *at, int is_fragment) {
    member("number", count);
    text(",\"link_source\":\""); mac(frame + 6);
    text("\",\"link_destination\":\""); mac(frame);
    *out++ = '"';
    vlans(frame, end);
    if (kind == 0x0806) {
        arp(network);
    } else if (kind == 0x0800) {
        member("ttl", network[8]);
        service(network[1]);
        member("ip_id", load16(network + 4));
        if (!is_fragment) transport(protocol, at, end, load16(network + 2) - (unsigned)(at - network));
    } else if (kind == 0x86dd) {
        uint32_t word = load32(network);
        member("ttl", network[7]);
        service(word >> 20 & 0xff);
        if (word & 0xfffff) member("flow_label", word & 0xfffff);
        transport(protocol, at, end, load16(network + 4));
    }
}

static void line(const struct pcap_pkthdr *header, const uint8_t *frame) {
    const uint8_t *end = frame + header->caplen, *at = frame + 14, *source = frame + 6, *destination = frame;
    void (*address)(const uint8_t *) = mac;
    unsigned kind = 0, protocol = 0, is_ip = 0, is_fragment = 0;
    const uint8_t *network;
    uint64_t time = (uint64_t)header->ts.tv_sec * 1000000 + (uint64_t)header->ts.tv_usec;
    if (!first) first = time;
    if (at <= end) kind = (unsigned)at[-2] << 8 | at[-1];
    while ((kind == 0x8100 || kind == 0x88a8) && at + 4 <= end) { kind = (unsigned)at[2] << 8 | at[3]; at += 4; }
    network = at;
    count++;
    if (kind == 0x0800 && at + 20 <= end) {
        is_ip = 1; address = ipv4; source = at + 12; destination = at + 16; protocol = at[9];
        is_fragment = (at[6] & 0x1f) || at[7];
        at += (at[0] & 15) * 4;
    } else if (kind == 0x86dd && at + 40 <= end) {
        is_ip = 1; address = ipv6; source = at + 8; destination = at + 24; protocol = at[6];
        at += 40;
    } else if (kind == 0x0806 && at + 28 <= end) {
        address = ipv4; source = at + 14; destination = at + 24;
    }
    text("{\"timestamp\":"); seconds(time);
    text(",\"time_relative\":"); seconds(time - first);
    text(",\"source\":\""); address(source);
    text("\",\"destination\":\""); address(destination);
    text("\",\"protocol\":\"");
    if (is_ip) protocol_name(protocol);
    else if (kind == 0x0806) text("ARP");
    else { text("OTHER(0x"); hex(kind); *out++ = ')'; }
    text("\",\"size\":"); number(header->len);
    if (is_ip && !is_fragment && (protocol == 6 || protocol == 17) && at + 4 <= end) {
        text(",\"src_port\":"); number((unsigned)at[0] << 8 | at[1]);
        text(",\"dst_port\":"); number((unsigned)at[2] << 8 | at[3]);
        if (protocol == 6 && at + 14 <= end) {
            unsigned flags = (at[12] & 1u) << 8 | at[13];
            text(",\"tcp_flags\":\"");
            for (int bit = 0; bit < 9; bit++) if (flags >> bit & 1) *out++ = "FSRPAUECN"[bit];
            *out++ = '"';
        }
    }
    if (all && network <= end) rest(frame, end, kind, network, protocol, at, is_fragment);
    text("}\n");
    if (out >= buffer + buffer_size) flush();
}

static void each(uint8_t *user, const struct pcap_pkthdr *header, const uint8_t *frame) { (void)user; line(header, frame); }

int main(int arguments_count, char **arguments) {
    char why[PCAP_ERRBUF_SIZE] = "which file?";
    const char *path = arguments[arguments_count - 1];
    pcap_t *file = arguments_count > 1 ? pcap_open_offline(path, why) : NULL;
    all = arguments_count > 2 && !strcmp(arguments[1], "--all");
    if (!file) { fprintf(stderr, "lines: %s\n", why); return 1; }
    pcap_loop(file, -1, each, NULL);
    flush();
    return 0;
}
