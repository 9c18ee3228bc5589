/// Numbers as people read them: three significant digits, SI prefixes, the unit always there, bits never bytes.
///
/// Every function accepts any value: what is negative or not a number reads as zero, and nothing reads
/// larger than 999 E.
package enum Units {
    /// A number cut to three significant digits and the SI prefix that goes with it.
    package struct Scaled: Equatable, Sendable {
        package var digits: String
        /// Empty below one thousand.
        package var prefix: String
    }

    private static let prefixes = ["", "k", "M", "G", "T", "P", "E"]

    /// `0`, `66`, `5.33`, `94.1 k`, `832 k`; a whole number below one thousand keeps no decimals.
    package static func scale(_ value: Double) -> Scaled {
        var rest = value.isNaN || value < 0 ? 0 : min(value, 999e18)
        if rest < 999.5, rest == rest.rounded() { return Scaled(digits: String(Int(rest)), prefix: "") }
        return scaleMeasure(&rest)
    }

    /// A measure, which has its three digits even when it happens to be whole: `88.0`.
    package static func threeDigits(_ value: Double) -> String {
        var rest = value.isNaN || value < 0 ? 0 : min(value, 999e18)
        let scaled = scaleMeasure(&rest)
        return rest == 0 ? "0" : scaled.digits + (scaled.prefix.isEmpty ? "" : " \(scaled.prefix)")
    }

    private static func scaleMeasure(_ rest: inout Double) -> Scaled {
        for prefix in prefixes {
            // 9.996 is 10.0 and 999.6 is 1.00 k: rounding may move to the next form.
            for (decimals, power) in [(2, 100.0), (1, 10.0), (0, 1.0)] {
                let digits = (rest * power).rounded()
                if digits < 1000 {
                    return Scaled(digits: fixed(Int(digits), decimals: decimals), prefix: prefix)
                }
            }
            rest /= 1000
        }
        return Scaled(digits: "999", prefix: "E")
    }

    /// `digits` with a point before its last `decimals` digits: 533, 2 is `5.33`.
    private static func fixed(_ digits: Int, decimals: Int) -> String {
        guard decimals > 0 else { return String(digits) }
        let power = decimals == 1 ? 10 : 100
        let part = String(digits % power)
        return "\(digits / power).\(String(repeating: "0", count: decimals - part.count))\(part)"
    }

    /// `564 k`, `1.80 M`, `66`.
    package static func count(_ value: Double) -> String {
        let scaled = scale(value)
        return scaled.prefix.isEmpty ? scaled.digits : "\(scaled.digits) \(scaled.prefix)"
    }

    package static func count(_ value: UInt64) -> String { count(Double(value)) }

    /// A count for a column of counts: the digits stay under one another where there is no prefix (`66  `).
    package static func countInColumn(_ value: UInt64) -> String {
        let scaled = scale(Double(value))
        return "\(scaled.digits) \(scaled.prefix.isEmpty ? " " : scaled.prefix)"
    }

    /// `5.33 kp/s`.
    package static func packetRate(_ perSecond: Double) -> String { with(perSecond, unit: "p/s") }

    /// `15.7 Mb/s`.
    package static func bitRate(_ perSecond: Double) -> String { with(perSecond, unit: "b/s") }

    /// `2.61 GB`, `66 B`.
    package static func bytes(_ value: Double) -> String { with(value, unit: "B") }

    package static func bytes(_ value: UInt64) -> String { bytes(Double(value)) }

    private static func with(_ value: Double, unit: String) -> String {
        let scaled = scale(value)
        return "\(scaled.digits) \(scaled.prefix)\(unit)"
    }

    /// `4,383,217`: every digit, in threes.
    package static func grouped(_ value: UInt64) -> String {
        let digits = String(value)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// The tick of an axis whose largest value is `top`: `15.0 k`, `7.50 k`, `0`.
    package static func tick(_ value: Double) -> String {
        value == 0 ? "0" : count(value)
    }

    /// `40.9%`; below a tenth of a percent two decimals (`0.07%`), and never `0` for something that is there.
    package static func percent(_ part: Double, of whole: Double) -> String {
        guard whole > 0, part > 0, part.isFinite, whole.isFinite else { return "0%" }
        let share = part / whole * 100
        if share >= 999.5 { return ">999%" }
        if share >= 99.95 { return "\(Int(share.rounded()))%" }
        if share >= 0.095 { return "\(fixed(Int((share * 10).rounded()), decimals: 1))%" }
        return share < 0.005 ? "<0.01%" : "\(fixed(Int((share * 100).rounded()), decimals: 2))%"
    }

    /// A change against `before`: `▲ 32%`, `▼ 7%`, `= 0%`; nil when there is nothing to compare with.
    package static func change(from before: Double, to now: Double) -> String? {
        guard before > 0, now >= 0, before.isFinite, now.isFinite else { return nil }
        let percent = ((now - before) / before * 100).rounded()
        if percent == 0 { return "= 0%" }
        if percent >= 1000 { return "▲ \(count((now / before).rounded()))x" }
        return percent > 0 ? "▲ \(Int(percent))%" : "▼ \(Int(-percent))%"
    }
}

extension Units {
    /// The size of one packet, in a column of five: `66`, `1514`, `65535`, `262 k`.
    package static func size(_ bytes: UInt64) -> String { bytes < 100_000 ? String(bytes) : count(bytes) }
}
