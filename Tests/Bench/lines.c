/* The peer in C: what netcap --fields writes for a capture file of Ethernet frames, by hand, through libpcap.
 *
 *   lines FILE.pcap       timestamp, time_relative, source, destination, protocol, size, src_port, dst_port, tcp_flags
 *
 * Scripts/bench compiles this file alone; it is no part of the package. */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { buffer_size = 256 * 1024, longest_line = 512 };
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

static uint64_t first;

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

static void line(const struct pcap_pkthdr *header, const uint8_t *frame) {
    const uint8_t *end = frame + header->caplen, *at = frame + 14, *source = frame + 6, *destination = frame;
    void (*address)(const uint8_t *) = mac;
    unsigned kind = 0, protocol = 0, is_ip = 0, is_fragment = 0;
    uint64_t time = (uint64_t)header->ts.tv_sec * 1000000 + (uint64_t)header->ts.tv_usec;
    if (!first) first = time;
    if (at <= end) kind = (unsigned)at[-2] << 8 | at[-1];
    while ((kind == 0x8100 || kind == 0x88a8) && at + 4 <= end) { kind = (unsigned)at[2] << 8 | at[3]; at += 4; }
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
    text("}\n");
    if (out >= buffer + buffer_size) flush();
}

static void each(uint8_t *user, const struct pcap_pkthdr *header, const uint8_t *frame) { (void)user; line(header, frame); }

int main(int count, char **arguments) {
    char why[PCAP_ERRBUF_SIZE];
    pcap_t *file = count > 1 ? pcap_open_offline(arguments[1], why) : NULL;
    if (!file) { fprintf(stderr, "lines: %s\n", count > 1 ? why : "which file?"); return 1; }
    pcap_loop(file, -1, each, NULL);
    flush();
    return 0;
}
