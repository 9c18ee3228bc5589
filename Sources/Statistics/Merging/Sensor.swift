/// One of the streams that are merged: how far it has been read, and what its last record said.
struct Sensor {
    enum Stage: Equatable {
        /// Nothing is known of what comes next.
        case waiting
        /// A line of this interval is there, and is kept by the owner until the interval's turn has come.
        case head(Int64)
        /// Lines of this interval have been taken; its record is still to come.
        case reading(Int64)
        /// The interval is past: its lines are dropped, and its packets count as late.
        case late(Int64)
        case ended
    }

    /// What the stream is called in messages.
    let name: String
    var stage = Stage.waiting
    /// It has kept the others waiting too long, and they go on without it until it comes back.
    var isAbsent = false
    /// The next line is a flow record, which waits until the interval before it is written.
    var holdsFlow = false
    /// The interval of its last record.
    var lastPane: Int64?
    /// The record that was read and waits for its interval's turn.
    var record: Snapshot?
    /// Lines of type `state` taken for the interval, and the packets of their rows.
    var lines: UInt64 = 0
    var taken = TakenRows()

    /// Of its last record.
    var totals: Cell?
    var recent: [Snapshot.Recent] = []
    var open: UInt64 = 0
    var hasTCP = false
    var totalDropped: UInt64?
    var behind: Int64?
    /// Its last record was a final one.
    var hasFinal = false

    init(name: String) { self.name = name }

    var isEnded: Bool { stage == .ended }

    /// Has it had its final record, so that its end is to be expected (or another stream behind it)?
    var isEnding: Bool { hasFinal && stage == .waiting }

    /// Do the others wait for it?
    var isAwaited: Bool {
        switch stage {
        case .waiting: !isAbsent && !holdsFlow
        case .reading, .late: !isAbsent
        case .head, .ended: false
        }
    }

    /// The packets and bytes that its totals have grown by since its last record. A stream that was joined in
    /// its middle brings only what is new.
    mutating func growth(_ record: Snapshot) -> Cell {
        if record.sequence == 0 { totals = nil }
        let now = Cell(packets: record.totalPackets, bytes: record.totalBytes)
        let own = Cell(packets: record.packets &+ record.late, bytes: record.bytes)
        let before = totals ?? (record.sequence == 0 ? Cell() : nil)
        totals = now
        guard let before, now.packets >= before.packets, now.bytes >= before.bytes else { return own }
        return Cell(packets: now.packets - before.packets, bytes: now.bytes - before.bytes)
    }
}

/// Why streams cannot be merged, in words for people.
package struct MergeFault: Error, Equatable {
    package let reason: String
}
