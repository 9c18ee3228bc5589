/// The keys that `--fields` asks for, in the order in which it names them.
package struct FieldSelection: Sendable {
    package struct Failure: Error, CustomStringConvertible, Equatable {
        package var description: String
    }

    package let fields: [Field]

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
    }
}
