#include <pcap/pcap.h>

/* The kernel's struct sock_fprog: <linux/filter.h> and libpcap's <pcap/bpf.h> define the same names and cannot
   be included together. An instruction is the same in both. */
struct socket_filter_program {
    unsigned short length;
    struct bpf_insn *instructions;
};
