#include <linux/capability.h>
#include <pcap/pcap.h>
#include <sys/prctl.h>
#include <sys/types.h>

/* The kernel's struct sock_fprog: <linux/filter.h> and libpcap's <pcap/bpf.h> define the same names and cannot
   be included together. An instruction is the same in both. */
struct socket_filter_program {
    unsigned short length;
    struct bpf_insn *instructions;
};

/* The C library has these functions and no header for them. */
extern int capset(cap_user_header_t header, const cap_user_data_t data);
extern int capget(cap_user_header_t header, cap_user_data_t data);

/* glibc declares these for _GNU_SOURCE only. */
extern int setresuid(uid_t real, uid_t effective, uid_t saved);
extern int setresgid(gid_t real, gid_t effective, gid_t saved);

/* prctl is variadic, which Swift does not call. */
static inline int process_control(int option, unsigned long argument) {
    return prctl(option, argument, 0UL, 0UL, 0UL);
}
