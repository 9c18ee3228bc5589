import JSONLines
import Packets

extension Aggregator {
    /// Counts what was read, up to and without the packet at `end`; the lines lie in `buffer`.
    package mutating func add(_ batch: inout PacketBatch, upTo end: Int? = nil, _ buffer: RawSpan) {
        let end = end ?? batch.count
        // The packets that were believed, and wait to be counted together: see `settle`.
        var first = batch.counted.packets
        var index = first
        while index < end {
            if batch.hasOther(at: index) {
                settle(&batch, first..<index, buffer)
                first = index
                addOthers(of: &batch, at: index)
            }
            let verdict = time.judge(batch.packets[index].timestamp)
            let isTaken = verdict == .accept && take(&batch, index, &first, buffer)
            index &+= 1
            if verdict != .accept || !held.isEmpty {
                settle(&batch, first..<(isTaken ? index : index &- 1), buffer)
                first = index
                addOddity(batch, index &- 1, buffer, verdict)
            } else if !isTaken {
                settle(&batch, first..<index &- 1, buffer)
                first = index
            } else if index &- first >= Self.countedTogether {
                settle(&batch, first..<index, before: certain(batch, index..<end), buffer)
                first = index
            }
        }
        settle(&batch, first..<end, buffer)
        batch.counted.packets = end
        if end == batch.count { addOthers(of: &batch, at: end) }
    }

    /// Takes and counts the packet at `index`, whose time is believed now.
    mutating func takeAlone(_ batch: inout PacketBatch, _ index: Int, _ buffer: RawSpan) {
        var first = index
        if take(&batch, index, &first, buffer) { settle(&batch, index..<index + 1, buffer) }
    }

    /// Where the packets end that will be taken next into the pane of the last one, as far as `recent` asks: while none is held
    /// nothing can come between those of one second.
    private func certain(_ batch: borrowing PacketBatch, _ next: Range<Int>) -> Int {
        let end = next.lowerBound + recent.limit
        guard end <= next.upperBound, !batch.hasOther(at: end) else { return next.lowerBound }
        for index in next.lowerBound..<end where !cursor.holds(batch.packets[index].timestamp) {
            return next.lowerBound
        }
        return end
    }

    /// As many as stay in the nearest cache, their flows and connections included.
    static var countedTogether: Int { 128 }

    /// Takes a packet whose time is believed; false where it came too late, and is counted as that. Where its time closes
    /// panes, those from `first` on are settled before.
    @inline(__always)
    private mutating func take(
        _ batch: inout PacketBatch, _ index: Int, _ first: inout Int, _ buffer: RawSpan
    ) -> Bool {
        let (timestamp, cell) = (batch.packets[index].timestamp, batch.packets[index].cell)
        if timestamp >= closeAt {
            settle(&batch, first..<index, buffer)
            first = index
            close(through: time.front ?? timestamp)
        }
        cursor.move(to: timestamp)
        guard cursor.pane >= oldest ?? .max else {
            totals.countLate(cells: [cell])
            return false
        }
        totals.add(cell, slot: cursor.slot, second: cursor.cell, timestamp: timestamp)
        batch.packets[index].slot = UInt8(truncatingIfNeeded: cursor.slot)
        if let label = batch.label(at: index) { add(label, batch, buffer, cell) }
        return true
    }

    private mutating func addOthers(of batch: inout PacketBatch, at position: Int) {
        while batch.hasOther(at: position) {
            switch batch.others[batch.counted.others].line {
            case .capture(let capture): add(capture)
            case .malformed: totals.malformed &+= 1
            case .statistics: break
            }
            batch.counted.others += 1
        }
    }

    private mutating func add(
        _ label: PacketBatch.Label, _ batch: borrowing PacketBatch, _ buffer: RawSpan, _ cell: Cell
    ) {
        if label.isSpelled {
            add(label, batch.spelled.span.bytes, cell)
        } else {
            add(label, buffer, cell)
        }
    }

    private mutating func add(_ label: PacketBatch.Label, _ texts: RawSpan, _ cell: Cell) {
        if !label.interface.isEmpty {
            Self.add(texts.extracting(label.interface.range), to: &interfaces, cell, cursor, oldest!)
        }
        if let group = label.group {
            Self.add(texts.extracting(group.range), to: &groups!, cell, cursor, oldest!)
        }
    }

    private static func add(
        _ text: RawSpan, to table: inout KeyTally, _ cell: Cell, _ cursor: PaneCursor, _ oldest: Int64
    ) {
        table.add(
            KeyHash(text), text, RawSpan(), cell, pane: cursor.pane, slot: cursor.slot, oldest: oldest)
    }
}
