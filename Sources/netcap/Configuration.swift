import Capture
import CommandSupport
import Packets

/// What netcap was asked to do, checked.
struct Configuration {
    /// In pcap-filter syntax; empty is everything.
    var filter = ""
    var fields: FieldSelection?
    var verifiesChecksums = false
    var wantsCommunityID = false
    /// The process at the local end of each packet.
    var wantsProcesses = false
    /// The networks that are ours.
    var local = LocalNetworks()
    /// Frames after which to stop.
    var count: UInt64?
    /// Nanoseconds after which to stop: of the clock when live, of the packets' own time in a file.
    var duration: Int64?
    var speed: ReplaySpeed?
    var raw: RawFile?
    /// Whom to become once everything is open; nil stays who it is, without capabilities.
    var user: SystemUser?

    /// Where the raw capture goes beside the stream.
    struct RawFile {
        var path: RawPath
        var hasNanoseconds = false
        /// Bytes after which another file begins.
        var sizeLimit: UInt64?
        /// Nanoseconds of the packets' time after which another file begins.
        var interval: Int64?
        /// How many files: with a size they are written again from the first, with an interval that is the end.
        var fileLimit: Int?
    }
}
