/* What Linux and its C library have and Swift's module of them leaves out, for that is made without _GNU_SOURCE. */
#include <malloc.h>
#include <sys/types.h>
#include <sys/uio.h>

/* Of fcntl.h, which that module holds already. */
ssize_t vmsplice(int pipe, const struct iovec *pages, size_t count, unsigned int flags);

/* For dl_iterate_phdr(3). */
#ifndef __USE_GNU
#define __USE_GNU 1
#endif
#include <link.h>
