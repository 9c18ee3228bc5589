/// Why a text is not what was expected, and where.
package struct JSONFault: Error, Equatable, Sendable {
    /// What is wrong; the raw value is a phrase for a diagnostic.
    package enum Reason: String, Sendable {
        case empty = "empty line"
        case notAnObject = "not a JSON object"
        case truncated = "ends too early"
        case unexpected = "unexpected byte"
        case number = "malformed number"
        case literal = "malformed literal"
        case control = "control character in a string"
        case escape = "malformed escape"
        case encoding = "not UTF-8"
        case depth = "nested too deeply"
        case trailing = "text after the value"
        case tooLong = "longer than a record can be"
        case timestamp = "a packet without a timestamp"
    }
    package var reason: Reason
    /// Bytes from the start of the text.
    package var offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
