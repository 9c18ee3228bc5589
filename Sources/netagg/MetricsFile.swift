import CommandSupport
import Glibc
import Statistics

/// A file that always holds the metrics of the last record, whole: it is written beside its place and moved there.
struct MetricsFile {
    private let path: RawPath
    private var metrics = Metrics()

    init(_ path: RawPath) { self.path = path }

    mutating func write(_ snapshots: [Snapshot]) throws(Failure) {
        for snapshot in snapshots { metrics.add(snapshot) }
        let draft = Array(path.bytes.dropLast()) + ".tmp".utf8CString
        guard let file = fopen(draft, "we") else { throw .system("cannot write '\(path.text).tmp'") }
        let isWritten = fputs(metrics.text, file) >= 0
        let reason = errno
        guard fclose(file) == 0, isWritten else {
            throw .system("cannot write '\(path.text).tmp'", isWritten ? errno : reason)
        }
        guard rename(draft, path.bytes) == 0 else { throw .system("cannot replace '\(path.text)'") }
    }
}
