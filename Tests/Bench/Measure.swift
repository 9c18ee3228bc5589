// Runs a command once and says on descriptor 3 what it took: wall seconds, CPU seconds, peak memory in KiB, exit status.
//
//   measure COMMAND [ARGUMENT...] 3>FIGURES
//
// Scripts/bench compiles this file alone; it is no part of the package.
#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.dropFirst().map { strdup($0) }
arguments.append(nil)
let begin = now()
var child: pid_t = 0
guard posix_spawnp(&child, arguments[0]!, nil, nil, &arguments, environ) == 0 else {
    fputs("measure: cannot run \(CommandLine.arguments[1])\n", stderr)
    exit(127)
}
// Ctrl-C is for the child.
signal(SIGINT, SIG_IGN)
var status: Int32 = 0
var usage = rusage()
wait4(child, &status, 0, &usage)
let wall = now() - begin
func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f

let figures = "\(wall) \(seconds(usage.ru_utime) + seconds(usage.ru_stime)) \(usage.ru_maxrss) \(code)\n"
_ = figures.withCString { write(3, $0, strlen($0)) }
