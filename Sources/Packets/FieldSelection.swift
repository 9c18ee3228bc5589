/// The keys that `--fields` asks for, in the order in which it names them.
package struct FieldSelection: Sendable {
    package struct Failure: Error, CustomStringConvertible, Equatable {
        package var description: String
    }

    package let fields: [Field]
    let set: FieldSet
    /// Whether they are named in the order in which they stand in a whole line.
    let isInOrder: Bool
    /// Whether a key is among them that only the payload can give.
    package var wantsPayload: Bool { fields.contains { $0.isPayload } }

    /// From names as they stand in the stream. Throws on a name that is no key, on one that is named twice, and on none at all.
    package init(names: [String]) throws(Failure) {
        var fields: [Field] = []
        for name in names {
            guard let field = Field.allCases.first(where: { $0.key == name }) else {
                let known = Field.allCases.map(\.key).joined(separator: ", ")
                throw Failure(description: "no field is called \"\(name)\"; there are \(known)")
            }
            guard !fields.contains(field) else {
                throw Failure(description: "the field \"\(name)\" is named twice")
            }
            fields.append(field)
        }
        guard !fields.isEmpty else { throw Failure(description: "at least one field must be named") }
        self.fields = fields
        var set = FieldSet()
        for field in fields { set.insert(field) }
        self.set = set
        isInOrder = zip(fields, fields.dropFirst()).allSatisfy { $0.rawValue < $1.rawValue }
    }
}
