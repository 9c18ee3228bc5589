import Statistics
import Terminal

/// `00:40:00 192.168.1.77:56673 → 192.168.1.77:443 TLS 66 SA`, newest first; ports are never cut off.
package enum RecentPanel {
    /// What a row shows at some width, and where.
    struct Columns: Equatable {
        var time = true
        var size = true
        var address = 21
        var flags = 0

        /// An IPv4 address with its port takes 21 columns. Below two of those, time and size go first;
        /// above, addresses grow to a whole IPv6 endpoint, and flags and service get the rest.
        init(width: Int) {
            var room = width - 26  // 1 time 8, 1, `→` 3, 1 protocol 6, 1 size 5
            if room < 42 { (time, room) = (false, room + 8) }  // and a blank at the right edge
            if room < 42 { (size, room) = (false, room + 6) }
            flags = room >= 54 ? min(room - 44, 18) : room >= 46 ? 3 : 0
            address = min(max((room - flags) / 2, 1), 47)
            if flags > 0 { flags = room - 2 * address }
        }
    }

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        canvas.rule(
            y: 0, title: "Recent packets", note: "newest first", focused: scene.isFocused(.recent))
        let filter = scene.choices.filter
        let rows = max(canvas.height - 1, 0)
        let recent = newest(rows, scene) {
            filter.isEmpty || $0.source.holds(filter) || $0.destination.holds(filter)
                || $0.proto.holds(filter)
        }
        if recent.isEmpty {
            let reason =
                filter.isEmpty || scene.current.recent.isEmpty ? "none" : "no packet matches the filter"
            canvas.text(reason, x: 1, y: 1, Style(.dim), width: canvas.width - 2)
        }
        let columns = Columns(width: canvas.width)
        for (index, packet) in recent.enumerated() {
            drawRow(on: &canvas, y: index + 1, packet, columns, scene)
        }
    }

    /// The last packets of this record, newest first, and where there is room for more those of the records before.
    private static func newest(
        _ count: Int, _ scene: Scene, where isWanted: (Snapshot.Recent) -> Bool
    ) -> [Snapshot.Recent] {
        var found: [Snapshot.Recent] = []
        var oldest = Int64.max
        let history = scene.board.history
        var number = history.cursor
        while found.count < count, let record = history[number], history.cursor - number < recordLimit {
            // A quiet record repeats packets of the one before.
            let before = oldest
            for packet in record.recent.reversed() where packet.timestamp < before || number == history.cursor
            {
                oldest = min(oldest, packet.timestamp)
                if found.count < count, isWanted(packet) { found.append(packet) }
            }
            number -= 1
        }
        return found
    }

    private static let recordLimit = 60

    private static func drawRow(
        on canvas: inout Canvas, y: Int, _ packet: Snapshot.Recent, _ columns: Columns, _ scene: Scene
    ) {
        var x = 1
        if columns.time {
            canvas.text(
                TimeText.time(packet.timestamp, utcOffset: scene.board.utcOffset), x: x, y: y, Style(.dim))
            x += 9
        }
        let names = scene.board.names
        let width = columns.address
        canvas.text(
            Endpoint.text(names.host(packet.source), port: packet.sourcePort, width: width), x: x, y: y,
            width: width)
        x += width
        canvas.text("→", x: x + 1, y: y, Style(.dim))
        x += 3
        canvas.text(
            Endpoint.text(names.host(packet.destination), port: packet.destinationPort, width: width), x: x,
            y: y,
            width: width)
        x += width + 1
        let name = canvas.text(packet.proto, x: x, y: y, Style(.packets), width: 6)
        if columns.flags == 0, let flags = packet.tcpFlags {
            // `TCP SA`: the flags stand in what the name leaves, and in the blank before a size of four digits.
            let room = (columns.size && packet.size >= 10_000 ? 6 : 7) - name - 1
            if flags.utf8.count <= room {
                canvas.text(flags, x: x + name + 1, y: y, Style(.dim), width: room)
            }
        }
        x += 6
        if columns.size {
            canvas.text(Units.size(packet.size), right: x + 6, y: y, width: 5)
            x += 6
        }
        if columns.flags > 1 {
            canvas.text(detail(packet), x: x + 1, y: y, Style(.dim), width: columns.flags - 1)
        }
    }

    /// `SA https`: the flags of TCP, and the service by its port.
    static func detail(_ packet: Snapshot.Recent) -> String {
        let service =
            packet.destinationPort.flatMap(Names.service) ?? packet.sourcePort.flatMap(Names.service)
        return [packet.tcpFlags, service].compactMap { $0 }.joined(separator: " ")
    }
}
