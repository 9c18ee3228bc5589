/* What Linux and its C library have and Swift's module of them leaves out. */
#include <malloc.h>
#include <sys/types.h>
#include <sys/uio.h>

/* Of fcntl.h where _GNU_SOURCE is defined: vmsplice(2). */
ssize_t vmsplice(int pipe, const struct iovec *pages, size_t count, unsigned int flags);

/* What is loaded, and where: dl_iterate_phdr(3). */
#define __USE_GNU 1
#include <link.h>
