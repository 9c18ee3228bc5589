import BasicContainers
import JSONLines
import Packets

/// Lines that were read and are still to be counted: of packets what counting needs, and what the other lines said, in
/// the order in which they came.
///
/// Reading (`BatchReader`) needs nothing of what was counted before it, so that the next lines can be read while these
/// are counted. Texts stay where they are in the lines, whose buffer the owner keeps until all is counted.
package struct PacketBatch: ~Copyable, Sendable {
    /// A line that is no packet, behind so many packets.
    package struct Other: Sendable {
        package enum Line: Sendable {
            case capture(CaptureRecord)
            case malformed(JSONFault)
            /// Of netagg itself.
            case statistics
        }

        package let line: Line
        /// As the reader was told.
        package let number: Int
        let position: Int
    }

    /// The texts of a packet that are not part of its flow.
    struct Label: Sendable {
        let position: Int
        let isSpelled: Bool
        /// Empty where there is none.
        var interface: Arrival.Text
        /// Nil where there is none: a text may be empty.
        var group: Arrival.Text?
    }

    /// Never copied, so that no write has to ask who else holds it. The first `count` mean something.
    var packets = UniqueArray<Arrival>()
    /// Packets.
    package private(set) var count = 0
    package private(set) var others: [Other] = []
    private(set) var labels: [Label] = []
    /// Texts that are not spelt in their lines as they are meant, or whose lines are gone.
    private(set) var spelled: [UInt8] = []
    /// How much of it was counted: packets, other lines and labels.
    var counted = (packets: 0, others: 0, labels: 0)

    /// The most packets, and the most other lines, of one batch.
    private static let limit = 4096

    /// With room for so many packets, from the start.
    package init(capacity: Int = 0) { packets.reserveCapacity(capacity) }

    package var isEmpty: Bool { count == 0 && others.isEmpty }
    /// How many lines can be added.
    package var room: Int { Self.limit - max(count, others.count) }

    package func timestamp(_ position: Int) -> Int64 { packets[position].timestamp }
    /// What each packet counts for.
    var cells: [Cell] { (0..<count).map { packets[$0].cell } }

    package mutating func removeAll() {
        count = 0
        others.removeAll(keepingCapacity: true)
        labels.removeAll(keepingCapacity: true)
        spelled.removeAll(keepingCapacity: true)
        counted = (0, 0, 0)
    }

    // MARK: Filling

    package mutating func add(_ line: Other.Line, number: Int) {
        others.append(Other(line: line, number: number, position: count))
    }

    /// Adds a packet.
    @inline(__always)
    mutating func add(_ packet: Arrival) {
        // Written where it stays: a copy of what was just written in parts waits for them.
        if count == packets.count { packets.appendTightly(Arrival(0, Cell(), [])) }
        packets[count] = packet
        count &+= 1
    }

    /// Adds what belongs to the packet that is added next.
    mutating func add(interface: Arrival.Text, group: Arrival.Text?, isSpelled: Bool) {
        labels.append(
            Label(position: count, isSpelled: isSpelled, interface: interface, group: group))
    }

    /// Keeps a text for a packet that is added next, or as much of it as a key can hold.
    mutating func spell(_ text: RawSpan) -> Arrival.Text {
        let count = KeyIndex.clipped(text)
        let start = spelled.count
        for offset in 0..<count { spelled.append(text.unit(at: offset)) }
        return Arrival.Text(
            offset: UInt32(truncatingIfNeeded: start), length: UInt8(truncatingIfNeeded: count))
    }

    /// Adds a packet of another batch, whose lines lie in `buffer`, so that it outlives them.
    mutating func add(_ position: Int, of other: borrowing PacketBatch, _ buffer: RawSpan) {
        for label in other.labels where label.position == position {
            let interface = copy(label.interface, label.isSpelled, other, buffer)
            let group = label.group.map { copy($0, label.isSpelled, other, buffer) }
            add(interface: interface, group: group, isSpelled: true)
        }
        var packet = other.packets[position]
        let isSpelled = packet.isSpelled
        packet.source = copy(packet.source, isSpelled, other, buffer)
        packet.destination = copy(packet.destination, isSpelled, other, buffer)
        packet.proto = copy(packet.proto, isSpelled, other, buffer)
        packet.isSpelled = true
        add(packet)
    }

    private mutating func copy(
        _ text: Arrival.Text, _ isSpelled: Bool, _ other: borrowing PacketBatch, _ buffer: RawSpan
    ) -> Arrival.Text {
        isSpelled
            ? spell(other.spelled.span.bytes.extracting(text.range)) : spell(buffer.extracting(text.range))
    }

    // MARK: Counting

    /// Is the next line to be counted no packet, but stands before the packet at `position`?
    @inline(__always)
    func hasOther(at position: Int) -> Bool {
        counted.others < others.count && others[counted.others].position <= position
    }

    /// The texts of the packet at `position`, which must not be asked for after one behind it.
    @inline(__always)
    mutating func label(at position: Int) -> Label? {
        counted.labels < labels.count ? nextLabel(at: position) : nil
    }

    private mutating func nextLabel(at position: Int) -> Label? {
        while counted.labels < labels.count, labels[counted.labels].position < position {
            counted.labels += 1
        }
        guard counted.labels < labels.count, labels[counted.labels].position == position else { return nil }
        return labels[counted.labels]
    }
}
