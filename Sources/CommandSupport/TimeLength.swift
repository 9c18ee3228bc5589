import ArgumentParser

/// A length of time as typed: `2`, `0.5`, `500ms`, `30s`, `5m`, `1h`; seconds without a unit.
package struct TimeLength: ExpressibleByArgument, Equatable, Sendable {
    /// Always above zero and at most ten years.
    package let nanoseconds: Int64

    package init?(argument: String) {
        let units: [(String, Double)] = [
            ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86_400e9),
        ]
        let (suffix, scale) = units.first { argument.hasSuffix($0.0) } ?? ("", 1e9)
        let number = argument.dropLast(suffix.count)
        guard number.utf8.allSatisfy({ 0x30...0x39 ~= $0 || $0 == 0x2E }), let value = Double(number) else {
            return nil
        }
        let nanoseconds = (value * scale).rounded()
        guard nanoseconds >= 1, nanoseconds <= 3.2e17 else { return nil }
        self.nanoseconds = Int64(nanoseconds)
    }

    package init(seconds: Int64) { nanoseconds = seconds * 1_000_000_000 }

    package var defaultValueDescription: String {
        nanoseconds % 1_000_000_000 == 0 ? "\(nanoseconds / 1_000_000_000)" : "\(Double(nanoseconds) / 1e9)"
    }
}

/// A replay speed as typed: `1` is the pace of the timestamps, `8` eight times faster.
package struct ReplaySpeed: ExpressibleByArgument, Equatable, Sendable {
    /// Between one thousandth and one million.
    package let factor: Double

    package init?(argument: String) {
        let number = argument.hasPrefix("x") ? argument.dropFirst() : argument[...]
        guard let factor = Double(number), (0.001...1_000_000).contains(factor) else { return nil }
        self.factor = factor
    }

    package init(_ factor: Double) { self.factor = factor }

    package var defaultValueDescription: String { "\(factor)" }
}
