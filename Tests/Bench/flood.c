/* Sends numbered UDP packets as fast as it is told, or as fast as it can: flood INTERFACE COUNT PACKETS_PER_SECOND SIZE FLOWS.

   The packet's number is in its IP identification (low half) and its source port (high half); its destination is
   10.9.0.2 at the link address ff:ff:ff:ff:ff:ff, port 1000 and following, as many as there are flows. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <linux/if_packet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <errno.h>

enum { batch = 64, room = 2048 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void put(uint8_t *at, uint16_t value) { at[0] = value >> 8, at[1] = value & 255; }

static void fill(uint8_t *frame, uint32_t number, int size, unsigned flows) {
    uint32_t sum = 0;
    memset(frame, 0, size);
    memset(frame, 255, 6);
    memcpy(frame + 6, "\2\0\0\0\0\1\10\0\105\0", 10);
    put(frame + 16, size - 14);
    put(frame + 18, number & 0xFFFF);
    frame[22] = 64, frame[23] = 17;
    memcpy(frame + 26, "\12\11\0\1\12\11\0\2", 8);
    for (int at = 14; at < 34; at += 2) sum += frame[at] << 8 | frame[at + 1];
    while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
    put(frame + 24, ~sum & 0xFFFF);
    put(frame + 34, number >> 16);
    put(frame + 36, 1000 + number % flows);
    put(frame + 38, size - 34);
}

int main(int count, char **words) {
    if (count != 6) return 64;
    uint32_t packets = strtoul(words[2], 0, 10), number = 0, refused = 0;
    double rate = atof(words[3]), start;
    int size = atoi(words[4]), flows = atoi(words[5]);
    if (size < 60 || size > room || flows < 1) return 64;
    int out = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(words[1]) };
    if (out < 0 || !address.sll_ifindex || bind(out, (void *)&address, sizeof address)) return perror(words[1]), 1;
    static uint8_t frames[batch][room];
    struct iovec pieces[batch];
    struct mmsghdr messages[batch];
    memset(messages, 0, sizeof messages);
    start = now();
    while (number < packets) {
        uint32_t wanted = packets - number < batch ? packets - number : batch;
        if (rate > 0) {
            double ahead = start + number / rate - now();
            if (ahead > 0) nanosleep(&(struct timespec){ .tv_nsec = ahead < 0.9 ? ahead * 1e9 : 900000000 }, 0);
        }
        for (uint32_t i = 0; i < wanted; i++) {
            fill(frames[i], number + i, size, flows);
            pieces[i] = (struct iovec){ frames[i], size };
            messages[i].msg_hdr.msg_iov = &pieces[i];
            messages[i].msg_hdr.msg_iovlen = 1;
        }
        for (uint32_t sent = 0; sent < wanted;) {
            int done = sendmmsg(out, messages + sent, wanted - sent, 0);
            if (done < 0 && (errno == ENOBUFS || errno == EINTR || errno == EAGAIN)) { refused++; continue; }
            if (done < 0) return perror("send"), 1;
            sent += done;
        }
        number += wanted;
    }
    printf("%u %.0f %u\n", number, number / (now() - start), refused);
    return 0;
}
