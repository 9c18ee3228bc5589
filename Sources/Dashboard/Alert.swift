import DequeModule

/// Something that a record of the type `alert` reported. All texts came from outside.
package struct Alert: Equatable, Sendable {
    package enum Severity: Int, Sendable, Comparable {
        case info, warning, critical

        /// By the words that people use: whatever is unknown is a warning.
        package init(word: String) {
            switch word.lowercased() {
            case "critical", "high", "error", "alert", "emergency", "fatal": self = .critical
            case "info", "informational", "notice", "low", "debug": self = .info
            default: self = .warning
            }
        }

        package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    package var timestamp: Int64
    package var severity: Severity
    package var title: String
    package var message: String

    package init(timestamp: Int64, severity: Severity, title: String, message: String) {
        (self.timestamp, self.severity) = (timestamp, severity)
        (self.title, self.message) = (title, message)
    }
}

/// The last alerts of a stream; at most `capacity`, the oldest go first.
package struct AlertLog: Sendable {
    package static let capacity = 200
    /// An alert counts as active for this long.
    package static let activeFor: Int64 = 900 * TimeText.second

    private var alerts: Deque<Alert> = []

    package init() {}

    package var isEmpty: Bool { alerts.isEmpty }

    package mutating func append(_ alert: Alert) {
        if alerts.count >= AlertLog.capacity { alerts.removeFirst() }
        alerts.append(alert)
    }

    package mutating func removeAll() { alerts.removeAll() }

    /// The alerts up to a moment, newest first; those that are no longer active stay listed.
    package func upTo(_ timestamp: Int64) -> [Alert] {
        alerts.filter { $0.timestamp <= timestamp }.sorted { $0.timestamp > $1.timestamp }
    }

    /// How many of them are active at that moment.
    package func activeCount(at timestamp: Int64) -> Int {
        alerts.count {
            $0.timestamp <= timestamp
                && timestamp.subtractingReportingOverflow($0.timestamp).partialValue
                    <= AlertLog.activeFor
        }
    }
}
