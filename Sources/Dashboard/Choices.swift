import Statistics

/// What the person at the keys chose to see.
package struct Choices: Equatable, Sendable {
    package enum Graph: String, CaseIterable, Sendable { case packets, bits, both }
    package enum Sort: String, CaseIterable, Sendable { case packets, bytes, name }

    /// What a row counts: the last interval, the rolling window, or everything since the start.
    package enum Period: String, CaseIterable, Sendable { case window, total, current }

    /// The panels that take the focus, in the order of `tab`.
    package enum Panel: String, CaseIterable, Sendable { case chart, protocols, list, recent, side }

    /// Nil: both where there is room for them, packets where there is not.
    package var graph: Graph?
    package var sort = Sort.packets
    package var period = Period.window
    package var list = Snapshot.Ranking.Kind.sources
    package var focus: Panel?
    package var isExpanded = false
    package var showsDetails = false
    package var selection = 0
    package var filter = ""
    package var isTyping = false
    package var showsHelp = false
    /// The first line of the help, where it does not fit.
    package var helpOffset = 0
    /// The zoom that was chosen; nil grows with the stream.
    private var zoom: Int?

    package init() {}

    static let zooms = [1, 2, 4, 10, 20, 30, 60]
    /// The kinds that the list can show, in the order of their digits.
    package static let lists: [Snapshot.Ranking.Kind] = [
        .sources, .destinations, .conversations, .ports, .applications, .vlans, .interfaces, .groups,
    ]

    /// Seconds per column of a chart that is `columns` wide, for a stream of `known` seconds: until somebody chooses,
    /// as few as show all of it, and four at most.
    package func secondsPerColumn(known: Int, columns: Int) -> Int {
        if let zoom { return Choices.zooms[zoom] }
        return Choices.zooms.prefix(3).first { $0 * columns >= known } ?? 4
    }

    /// Fewer or more seconds per column than `now`.
    package mutating func zoom(in isNearer: Bool, from now: Int) {
        let index = Choices.zooms.firstIndex(of: now) ?? 2
        zoom = min(max(index + (isNearer ? -1 : 1), 0), Choices.zooms.count - 1)
    }
}

extension CaseIterable where Self: Equatable {
    /// The case after this one, around the end.
    var next: Self {
        let all = Array(Self.allCases)
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }
}
