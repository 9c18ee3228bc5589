import Capture
import CommandSupport
import Packets

/// What netcap was asked to do, checked.
struct Configuration {
    /// In pcap-filter syntax; empty is everything.
    var filter = ""
    var fields: FieldSelection?
    /// Frames after which to stop.
    var count: UInt64?
    /// Nanoseconds after which to stop: of the clock when live, of the packets' own time in a file.
    var duration: Int64?
    var speed: ReplaySpeed?
    var raw: RawFile?

    /// Where the raw capture goes beside the stream.
    struct RawFile {
        var path: RawPath
        var hasNanoseconds = false
    }
}
