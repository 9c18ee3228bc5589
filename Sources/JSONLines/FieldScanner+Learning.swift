extension FieldScanner {
    /// What stands between two values, as it was read before: white space, comma, key and colon.
    struct Node {
        /// The bytes, and masks for as many as there are. Byte 0xFF, in no valid text, matches nothing.
        var words = (UInt64.max, UInt64.max, UInt64.max)
        var masks = (UInt64.max, UInt64.max, UInt64.max)
        /// Bytes of it, up to 24; longer ones are not learnt, and few have more than 16.
        var length = 0
        /// The name that the key is, or -1 for one that no path holds.
        var name: Int32 = -1
        /// The name whose object this stands in, or `outermost`, or `unnamed`.
        var parent: Int32 = -1
        var field: Int32 = -1
        /// See `FieldPath.Kind.which`.
        var alternative: Int32 = 0
        var action = Action.skip
        /// What came after it lately, and what came before that.
        var next: UnsafeMutablePointer<Node>
        var alternate: UnsafeMutablePointer<Node>

        static let lengthLimit = 24

        /// A node that matches nothing, and that `other` follows.
        init(before other: UnsafeMutablePointer<Node>) { (next, alternate) = (other, other) }

        @inline(__always)
        func matches(_ at: UnsafePointer<UInt8>) -> Bool {
            let first = (ByteScan.word(at) ^ words.0) & masks.0
            let second = (ByteScan.word(at + 8) ^ words.1) & masks.1
            guard first | second == 0 else { return false }
            return length <= 16 || (ByteScan.word(at + 16) ^ words.2) & masks.2 == 0
        }
    }

    /// What is to be done with the value behind a node.
    enum Action: UInt8 {
        case integer, nanoseconds, text, firstInteger, skip, which
        /// Everything else: lists, objects with members that are wanted, a value that two fields want.
        case other
    }

    /// Nodes that never go: 0 matches nothing, 1 is for what cannot be learnt, and one stands for the opening
    /// bracket of every object that has names in it, and of all others, so that their first members have something to follow.
    var nothing: UnsafeMutablePointer<Node> { nodes }
    var passing: UnsafeMutablePointer<Node> { nodes + 1 }
    @inline(__always) func opening(_ name: Int) -> UnsafeMutablePointer<Node> { nodes + (4 + name) }
    /// In place of a name: the outermost object, and any object that no path steps into.
    static var outermost: Int { -1 }
    static var unnamed: Int { -2 }

    mutating func forget() {
        nodeCount = 4 + layout.names.count
        nodes.initialize(repeating: Node(before: nothing), count: nodeLimit)
        table.initialize(repeating: 0, count: Self.tableSize)
        misses = 0
    }

    /// The node for the bytes from `start` to `at`, which held the key of `name`; remembers it as what follows `previous`.
    mutating func learn(
        _ literal: Range<UnsafePointer<UInt8>>, key: UnsafePointer<UInt8>, name: Int, parent: Int,
        after previous: UnsafeMutablePointer<Node>
    ) -> UnsafeMutablePointer<Node> {
        let length = literal.upperBound - literal.lowerBound
        var node = Node(before: nothing)
        node.name = Int32(truncatingIfNeeded: name)
        node.parent = Int32(truncatingIfNeeded: parent)
        if name >= 0 {
            node.field = Int32(truncatingIfNeeded: layout.names[name].field)
            node.alternative = Int32(truncatingIfNeeded: layout.names[name].alternative)
            node.action = action(layout.names[name])
        }
        guard length <= Node.lengthLimit,
            !UnsafeBufferPointer(start: literal.lowerBound, count: length).contains(where: Self.isStop)
        else {
            passing.pointee = node
            return passing
        }
        node.length = length
        node.words = (0, 0, 0)
        withUnsafeMutableBytes(of: &node.words) {
            $0.copyMemory(from: .init(start: literal.lowerBound, count: length))
        }
        node.words = (node.words.0.littleEndian, node.words.1.littleEndian, node.words.2.littleEndian)
        node.masks = (Self.mask(length), Self.mask(length - 8), Self.mask(length - 16))
        var slot = Self.hash(key)
        while table[slot] != 0, !nodes[Int(table[slot])].isSame(node) {
            slot = (slot + 1) & (Self.tableSize - 1)
        }
        if table[slot] == 0 {
            guard nodeCount < nodeLimit else {
                misses += 1
                passing.pointee = node
                return passing
            }
            nodes[nodeCount] = node
            table[slot] = Int32(truncatingIfNeeded: nodeCount)
            nodeCount += 1
        }
        let learnt = nodes + Int(table[slot])
        follow(learnt, after: previous)
        return learnt
    }

    /// Remembers that `node` came after `previous`.
    @inline(__always)
    func follow(_ node: UnsafeMutablePointer<Node>, after previous: UnsafeMutablePointer<Node>) {
        if previous != passing && previous.pointee.next != node {
            previous.pointee.alternate = previous.pointee.next
            previous.pointee.next = node
        }
    }

    /// The node that was learnt for the bytes from `at` on, as far as they are written plainly: a comma unless the
    /// member is the first, at most one space, and a key; nil where there is none.
    @inline(__always)
    func known(
        _ at: UnsafePointer<UInt8>, isFirst: Bool, parent: Int
    ) -> UnsafeMutablePointer<Node>? {
        var key = at
        if !isFirst {
            guard key.pointee == UInt8(ascii: ",") else { return nil }
            key += key[1] == UInt8(ascii: " ") ? 2 : 1
        }
        guard key.pointee == UInt8(ascii: "\"") else { return nil }
        var slot = Self.hash(key + 1)
        while true {
            let index = Int(table[slot])
            if index == 0 { return nil }
            let node = nodes + index
            if node.pointee.matches(at), Int(node.pointee.parent) == parent { return node }
            slot = (slot &+ 1) & (Self.tableSize &- 1)
        }
    }

    static var tableSize: Int { 2048 }

    /// Of a key's first eight bytes, or as many as stand before its quote.
    @inline(__always)
    private static func hash(_ key: UnsafePointer<UInt8>) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let word = ByteScan.word(key)
        let rest = word ^ (ones &* 0x22)
        let quotes = (rest &- ones) & ~rest & (ones &* 0x80)
        // All bits below the lowest one; all bits where there is no quote.
        let mask = (quotes & (0 &- quotes)) &- 1
        return Int(truncatingIfNeeded: ((word & mask) &* 0x9E37_79B9_7F4A_7C15) &>> 53)
    }

    private func action(_ name: FieldLayout.Name) -> Action {
        if name.scalar >= 0 || name.hasChildren { return .other }
        return switch name.kind {
        case .integer: .integer
        case .nanoseconds: .nanoseconds
        case .text: .text
        case .which: .which
        case .firstInteger: .firstInteger
        case .scalar: .other
        }
    }

    private static func mask(_ count: Int) -> UInt64 {
        count <= 0 ? 0 : count >= 8 ? .max : .max >> UInt64(64 - count * 8)
    }
}

extension FieldScanner.Node {
    func isSame(_ other: Self) -> Bool {
        words == other.words && length == other.length && name == other.name && parent == other.parent
    }
}
