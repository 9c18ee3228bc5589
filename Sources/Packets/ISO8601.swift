/// Dates and times as other tools write them.
enum ISO8601 {
    /// Nanoseconds since the Unix epoch, saturating, of `2026-01-01T00:00:00.123456+0000` (RFC 3339 §5.6; the zone also
    /// without its colon, or absent, which means UTC); nil for anything else. Decimals beyond nine are cut.
    static func nanoseconds(_ bytes: RawSpan) -> Int64? {
        var cursor = Cursor(bytes: bytes.byteCount)
        guard let year = cursor.digits(4, bytes), cursor.take(UInt8(ascii: "-"), bytes),
            let month = cursor.digits(2, bytes), 1...12 ~= month, cursor.take(UInt8(ascii: "-"), bytes),
            let day = cursor.digits(2, bytes), 1...31 ~= day,
            cursor.take(UInt8(ascii: "T"), bytes) || cursor.take(UInt8(ascii: " "), bytes),
            let hour = cursor.digits(2, bytes), hour < 24, cursor.take(UInt8(ascii: ":"), bytes),
            let minute = cursor.digits(2, bytes), minute < 60, cursor.take(UInt8(ascii: ":"), bytes),
            let second = cursor.digits(2, bytes), second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if cursor.take(UInt8(ascii: "."), bytes) {
            guard let value = cursor.fraction(bytes) else { return nil }
            fraction = value
        }
        guard let zone = cursor.zone(bytes), cursor.isAtEnd else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - zone
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, overflows) = whole.addingReportingOverflow(fraction)
        return overflows ? .max : sum
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar; the year is made to begin in March, so that the
    /// leap day comes last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private struct Cursor {
        var offset = 0
        let end: Int

        init(bytes count: Int) { end = count }

        var isAtEnd: Bool { offset == end }

        func peek(_ bytes: RawSpan) -> UInt8? {
            offset < end ? bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : nil
        }

        mutating func take(_ unit: UInt8, _ bytes: RawSpan) -> Bool {
            guard peek(bytes) == unit else { return false }
            offset += 1
            return true
        }

        mutating func digit(_ bytes: RawSpan) -> Int64? {
            guard let unit = peek(bytes), UInt8(ascii: "0")...UInt8(ascii: "9") ~= unit else { return nil }
            offset += 1
            return Int64(unit - UInt8(ascii: "0"))
        }

        mutating func digits(_ count: Int, _ bytes: RawSpan) -> Int64? {
            var value: Int64 = 0
            for _ in 0..<count {
                guard let digit = digit(bytes) else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        mutating func fraction(_ bytes: RawSpan) -> Int64? {
            guard var value = digit(bytes) else { return nil }
            var scale: Int64 = 100_000_000
            value *= scale
            while let digit = digit(bytes) {
                scale /= 10
                value += digit * scale
            }
            return value
        }

        /// Seconds east of UTC.
        mutating func zone(_ bytes: RawSpan) -> Int64? {
            if isAtEnd || take(UInt8(ascii: "Z"), bytes) { return 0 }
            let isWest = take(UInt8(ascii: "-"), bytes)
            guard isWest || take(UInt8(ascii: "+"), bytes), let hours = digits(2, bytes) else { return nil }
            _ = take(UInt8(ascii: ":"), bytes)
            guard let minutes = digits(2, bytes) else { return nil }
            return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
        }
    }
}
