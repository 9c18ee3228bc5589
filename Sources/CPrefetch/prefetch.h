/* Tells the processor that the line of its cache with this address will be needed soon. Any address will do: nothing is
   read, and what cannot be read is left alone. Swift has no word for it. */
static inline __attribute__((always_inline)) void prefetch_line(const void *address) {
    __builtin_prefetch(address);
}
