extension FieldScanner {
    /// What stands between two values, as it was read before: white space, comma, key and colon.
    struct Node {
        /// The bytes, and masks for as many as there are. Byte 0xFF, in no valid text, matches nothing.
        var words = (UInt64.max, UInt64.max, UInt64.max)
        var masks = (UInt64.max, UInt64.max, UInt64.max)
        /// Bytes of it, up to 24; longer ones are not learnt.
        var length = 0
        /// The name that the key is, or -1 for one that no path holds.
        var name: Int32 = -1
        /// The name whose object this stands in, or -1.
        var parent: Int32 = -1
        var field: Int32 = -1
        var action = Action.skip
        /// What came after it lately, and what came before that.
        var next: Int32 = 0
        var alternate: Int32 = 0

        static let lengthLimit = 24

        @inline(__always)
        func matches(_ at: UnsafePointer<UInt8>) -> Bool {
            let first = (ByteScan.word(at) ^ words.0) & masks.0
            let second = (ByteScan.word(at + 8) ^ words.1) & masks.1
            let third = (ByteScan.word(at + 16) ^ words.2) & masks.2
            return first | second | third == 0
        }
    }

    /// What is to be done with the value behind a node.
    enum Action: UInt8 {
        case integer, nanoseconds, text, skip
        /// Everything else: lists, objects with members that are wanted, a value that two fields want.
        case other
    }

    /// Nodes that never go: 0 matches nothing, 1 is for what cannot be learnt, and one stands for the opening
    /// bracket of every object that has names in it, so that its first member has something to follow.
    static var nothing: Int { 0 }
    static var passing: Int { 1 }
    func opening(_ name: Int) -> Int { 3 + name }

    mutating func forget() {
        nodeCount = 3 + layout.names.count
        nodes.initialize(repeating: Node(), count: nodeLimit)
        misses = 0
    }

    /// The node for the bytes from `start` to `at`, which held the key of `name`; remembers it as what follows `previous`.
    mutating func learn(
        _ start: UnsafePointer<UInt8>, _ length: Int, name: Int, parent: Int, after previous: Int
    ) -> Int {
        var node = Node()
        node.name = Int32(truncatingIfNeeded: name)
        node.parent = Int32(truncatingIfNeeded: parent)
        if name >= 0 {
            node.field = Int32(truncatingIfNeeded: layout.names[name].field)
            node.action = action(layout.names[name])
        }
        guard length <= Node.lengthLimit else {
            nodes[Self.passing] = node
            return Self.passing
        }
        node.length = length
        node.words = (0, 0, 0)
        withUnsafeMutableBytes(of: &node.words) { $0.copyMemory(from: .init(start: start, count: length)) }
        node.words = (node.words.0.littleEndian, node.words.1.littleEndian, node.words.2.littleEndian)
        node.masks = (Self.mask(length), Self.mask(length - 8), Self.mask(length - 16))
        var index = 3 + layout.names.count
        while index < nodeCount, !nodes[index].isSame(node) { index += 1 }
        if index >= nodeCount {
            guard nodeCount < nodeLimit else {
                misses += 1
                nodes[Self.passing] = node
                return Self.passing
            }
            nodeCount += 1
            nodes[index] = node
        }
        if previous != Self.passing && nodes[previous].next != index {
            nodes[previous].alternate = nodes[previous].next
            nodes[previous].next = Int32(truncatingIfNeeded: index)
        }
        return index
    }

    private func action(_ name: FieldLayout.Name) -> Action {
        if name.scalar >= 0 || name.hasChildren { return .other }
        return switch name.kind {
        case .integer: .integer
        case .nanoseconds: .nanoseconds
        case .text: .text
        case .firstInteger, .scalar: .other
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
