import Foundation
import Testing

/// One line of a stream, read by a parser that is not ours.
struct Record {
    var values: [String: Any]

    init(_ line: some StringProtocol) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8))
        values = try #require(parsed as? [String: Any])
    }

    subscript(key: String) -> Any? { values[key] }
    func text(_ key: String) -> String? { values[key] as? String }
    func number(_ key: String) -> Double? { (values[key] as? NSNumber)?.doubleValue }
    func count(_ key: String) -> Int { (values[key] as? NSNumber)?.intValue ?? 0 }

    /// Packets are the lines that do not say their type.
    var isPacket: Bool { values["type"] == nil }

    static func all(_ outcome: Shell.Outcome) throws -> [Record] { try outcome.lines.map { try Record($0) } }
}
