/// One key path that a scanner looks for, and what its value shall be read as.
package struct FieldPath: Equatable, Sendable {
    package enum Kind: UInt8, Sendable {
        /// A number without fraction, saturating at the ends of Int64.
        case integer
        /// The same, or the first element of a list of them.
        case firstInteger
        /// A number of seconds, as nanoseconds.
        case nanoseconds
        /// A string.
        case text
        /// The text of a string, a number or a truth value, or of the first element of a list of those.
        case scalar
        /// Whatever it is: which of the alternatives it was, counted from 0.
        case which
    }

    /// From the outermost object inwards; of kind `which`, all of them stand in the outermost.
    package var keys: [String]
    package var kind: Kind

    package init(_ keys: String..., kind: Kind) {
        self.keys = keys
        self.kind = kind
    }

    /// Whether any of these keys is there, and which was the last.
    package init(anyOf keys: [String]) {
        self.keys = keys
        kind = .which
    }

    /// A path as people type it: a dot steps into an object.
    package init(dotted text: String, kind: Kind) {
        keys = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        self.kind = kind
    }
}

/// The paths of a scanner as a tree of names, to be looked up by the bytes of a key.
struct FieldLayout {
    /// One name within one object.
    struct Name {
        var bytes: [UInt8]
        /// The object it stands in: -1 for the outermost, or the index of the name that holds that object.
        var parent: Int
        /// The fields that want this value; at most one is not a scalar.
        var field = -1
        var scalar = -1
        var kind = FieldPath.Kind.scalar
        /// Which of the alternatives it is.
        var alternative = 0
        var hasChildren = false
    }

    /// Objects within objects that a path may step into; a longer path finds nothing.
    static let depthLimit = 8

    private(set) var names: [Name] = []
    /// Open addressing by hash, a power of two in size; -1 where nothing is.
    private var table: [Int16] = []

    /// Every path's field is its index. A path that repeats another with another kind is a scalar beside it.
    init(_ paths: [FieldPath]) {
        for (field, path) in paths.enumerated() where path.kind == .which {
            for (index, key) in path.keys.enumerated() {
                names.append(
                    Name(bytes: [UInt8](key.utf8), parent: -1, field: field, kind: .which, alternative: index)
                )
            }
        }
        for (field, path) in paths.enumerated()
        where path.kind != .which && 1...Self.depthLimit ~= path.keys.count {
            var parent = -1
            for key in path.keys {
                let bytes = [UInt8](key.utf8)
                if parent >= 0 { names[parent].hasChildren = true }
                if let known = names.firstIndex(where: { $0.parent == parent && $0.bytes == bytes }) {
                    parent = known
                } else {
                    names.append(Name(bytes: bytes, parent: parent))
                    parent = names.count - 1
                }
            }
            if path.kind == .scalar || names[parent].kind == .which {
                names[parent].scalar = field
            } else {
                names[parent].field = field
                names[parent].kind = path.kind
            }
        }
        var size = 64
        while size < names.count * 4 { size *= 2 }
        table = .init(repeating: -1, count: size)
        for (index, name) in names.enumerated() {
            var at = name.bytes.withUnsafeBytes { Self.hash($0, parent: name.parent) } & (size - 1)
            while table[at] >= 0 { at = (at + 1) & (size - 1) }
            table[at] = Int16(truncatingIfNeeded: index)
        }
    }

    /// The name that these bytes are within the object of `parent`; -1 for one that no path holds.
    func find(_ key: UnsafeRawBufferPointer, parent: Int) -> Int {
        var at = Self.hash(key, parent: parent) & (table.count - 1)
        while table[at] >= 0 {
            let index = Int(table[at])
            if names[index].parent == parent, names[index].bytes.count == key.count,
                names[index].bytes.elementsEqual(key)
            {
                return index
            }
            at = (at + 1) & (table.count - 1)
        }
        return -1
    }

    private static func hash(_ key: UnsafeRawBufferPointer, parent: Int) -> Int {
        var hash = UInt64(truncatingIfNeeded: key.count &+ parent &* 31)
        for unit in key.prefix(16) { hash = (hash ^ UInt64(unit)) &* 0x9E37_79B9_7F4A_7C15 }
        return Int(truncatingIfNeeded: hash >> 32)
    }
}
