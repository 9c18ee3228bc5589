import JSONLines
import Testing

/// The lines of `text`, handed over in pieces of at most `piece` bytes; nil for one that is too long.
private func lines(
    _ text: String, piece: Int = 1000, capacity: Int = 64, limit: Int = 1 << 20
) -> [String?] {
    var reader = LineReader(capacity: capacity, lineLimit: limit)
    var rest = Array(text.utf8)[...]
    var lines: [String?] = []
    var isAtEnd = false
    while !isAtEnd {
        isAtEnd =
            reader.fill { free in
                let next = rest.prefix(min(piece, free.count))
                free.copyBytes(from: next)
                rest = rest.dropFirst(next.count)
                return next.count
            } == 0
        while reader.nextLine() {
            lines.append(
                reader.isTooLong ? nil : String(decoding: reader.buffer[reader.range], as: UTF8.self))
            let number = reader.lineNumber
            #expect(number == lines.count)
        }
    }
    let after = reader.step()
    #expect(after == (false, false, lines.count))
    return lines
}

extension LineReader {
    /// The next step, told in one value: whether there is a line, whether it is too long, and its number.
    fileprivate mutating func step() -> (hasLine: Bool, isTooLong: Bool, number: Int) {
        let hasLine = nextLine()
        return (hasLine, hasLine && isTooLong, lineNumber)
    }

    /// Hands over a text.
    fileprivate mutating func take(_ text: String) {
        fill { free in
            free.copyBytes(from: Array(text.utf8))
            return text.utf8.count
        }
    }
}

@Suite struct LineReaderTests {
    @Test func `cuts at newlines, however the bytes arrive`() {
        for piece in [1, 2, 3, 7, 64, 1000] {
            #expect(lines("", piece: piece) == [])
            #expect(lines("a", piece: piece) == ["a"])
            #expect(lines("a\n", piece: piece) == ["a"])
            #expect(lines("\n", piece: piece) == [""])
            #expect(lines("\n\n", piece: piece) == ["", ""])
            #expect(lines("a\nb", piece: piece) == ["a", "b"])
            #expect(lines("a\n\nb\n", piece: piece) == ["a", "", "b"])
            #expect(lines("one\ntwo\nthree\n", piece: piece) == ["one", "two", "three"])
        }
    }

    @Test func `a carriage return before the newline belongs to the end of the line`() {
        for piece in [1, 2, 1000] {
            #expect(lines("a\r\nb\r\n", piece: piece) == ["a", "b"])
            #expect(lines("\r\n\r\n", piece: piece) == ["", ""])
            #expect(lines("a\rb\r\r\nc\r", piece: piece) == ["a\rb\r", "c"])
        }
    }

    @Test func `a line may be longer than the buffer`() {
        let long = String(repeating: "x", count: 5000)
        for piece in [1, 63, 64, 65, 4999, 100_000] {
            #expect(lines("a\n\(long)\nb\n\(long)", piece: piece) == ["a", long, "b", long])
        }
    }

    @Test func `a line above the limit is told, once, and the next are whole`() {
        for piece in [1, 5, 9, 10, 11, 12, 1000] {
            let text =
                "0123456789\n0123456789x\nok\n0123456789\r\n0123456789x\r\n"
                + String(repeating: "y", count: 999) + "\nlast"
            #expect(
                lines(text, piece: piece, limit: 10)
                    == ["0123456789", nil, "ok", "0123456789", nil, nil, "last"])
            #expect(lines("01234567890\n", piece: piece, limit: 10) == [nil])
            #expect(lines("01234567890", piece: piece, limit: 10) == [nil])
            #expect(lines("0123456789\r", piece: piece, limit: 10) == ["0123456789"])
        }
    }

    @Test func `a line that never ends costs no memory`() {
        var reader = LineReader(capacity: 4096, lineLimit: 10_000)
        for _ in 0..<1000 {
            reader.fill { free in
                free.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"))
                return free.count
            }
            let step = reader.step()
            #expect(step == (false, false, 0))
        }
        let memory = reader.buffer.count
        #expect(memory <= 32_768)
        reader.take("\nnext\n")
        let long = reader.step()
        #expect(long == (true, true, 1))
        let next = reader.step()
        let length = reader.withLine { $0.byteCount }
        #expect(next == (true, false, 2))
        #expect(length == 4)
    }

    @Test func `a read that fails or says too much harms nothing`() {
        struct Failure: Error {}
        var reader = LineReader(capacity: 64)
        var hasFailed = false
        do { try reader.fill { _ in throw Failure() } } catch { hasFailed = true }
        let failed = (reader.step(), reader.isAtEnd)
        #expect(hasFailed && failed.0 == (false, false, 0) && !failed.1)
        reader.fill { free in
            free.initializeMemory(as: UInt8.self, repeating: 0x0A)
            return 1_000_000
        }
        var count = 0
        while reader.nextLine() { count += 1 }
        #expect(count == 64)
        let ended = (reader.fill { _ in -1 }, reader.isAtEnd, reader.nextLine())
        #expect(ended == (0, true, false))
    }

    @Test func `the buffer goes on after an end, as a file that grows does`() {
        var reader = LineReader(capacity: 64)
        let ended = (reader.fill { _ in 0 }, reader.isAtEnd, reader.nextLine())
        #expect(ended == (0, true, false))
        reader.take("a\nb")
        let more = (reader.isAtEnd, reader.nextLine(), reader.nextLine(), reader.pendingByteCount)
        #expect(more == (false, true, false, 1))
    }

    @Test func `readers that follow each other give the lines of one`() {
        let text = "one\ntwo\r\n\nlonger than the others are, and than a buffer\n\nlast\n"
        for piece in [1, 2, 3, 5, 64, 1000] {
            #expect(alternating(text, piece: piece) == lines(text), "\(piece)")
            #expect(
                alternating(text, piece: piece, limit: 20) == lines(text, limit: 20), "\(piece), too long")
        }
        let endless = String(repeating: "x", count: 1000)
        #expect(alternating(endless + "\nnext\n", piece: 70, limit: 100) == [nil, "next"])
    }

    @Test func `the lines of one that is followed stay as they are`() {
        var first = LineReader(capacity: 64)
        var second = LineReader(capacity: 64)
        var rest = LineReader(capacity: 64)
        first.take("one\ntwo\nthr")
        first.cut(into: &rest)
        second.follow(rest)
        second.take("ee\n")
        let other = second.step()
        #expect(other == (true, false, 1))
        var texts: [String] = []
        while first.nextLine() {
            texts.append(String(decoding: first.buffer[first.range], as: UTF8.self))
        }
        #expect(texts == ["one", "two"])
        #expect(String(decoding: second.buffer[second.range], as: UTF8.self) == "three")
    }

    @Test func `whoever finds the ends himself passes whole lines, and only those`() {
        var reader = LineReader(capacity: 64, lineLimit: 30)
        let nothing = reader.wholeLines
        #expect(nothing == nil)
        reader.take("one\ntwo\r\nthree\n")
        let three = reader.wholeLines
        #expect(three == 0..<15)
        // Behind the lines there is always room to look at.
        let room = reader.buffer.count - 15
        #expect(room >= 64)
        reader.pass(2, to: 9)
        let isLast = reader.nextLine()
        let (text, number) = (String(decoding: reader.buffer[reader.range], as: UTF8.self), reader.lineNumber)
        #expect(isLast && text == "three" && number == 3)
        // A line without its end, one that may be too long, and the rest of one that was.
        reader.take("four")
        let open = reader.wholeLines
        reader.take("\n" + String(repeating: "x", count: 26) + "\n")
        let many = reader.wholeLines
        #expect(open == nil && many == nil)
        while reader.nextLine() {}
        reader.take(String(repeating: "x", count: 40))
        _ = reader.nextLine()
        reader.take("x\n")
        let rest = reader.wholeLines
        #expect(rest == nil)
    }

    @Test func `a buffer that is full leaves room behind its lines`() {
        var reader = LineReader(capacity: 64)
        for size in [64, 65, 1000] {
            reader.fill { free in
                let text = Array(repeating: UInt8(ascii: "x"), count: size - 1) + [UInt8(ascii: "\n")]
                let count = min(free.count, size)
                free.copyBytes(from: text.suffix(count))
                return count
            }
            let (whole, bytes) = (reader.wholeLines!, reader.buffer.count)
            #expect(bytes - whole.upperBound >= 64)
            while reader.nextLine() {}
        }
    }
}

/// What `lines` gives of a text that ends with a line, read by two readers in turn, each from one piece.
private func alternating(_ text: String, piece: Int, limit: Int = 1 << 20) -> [String?] {
    var one = LineReader(capacity: 64, lineLimit: limit)
    var other = LineReader(capacity: 64, lineLimit: limit)
    var between = LineReader(capacity: 64, lineLimit: limit)
    var rest = Array(text.utf8)[...]
    var lines: [String?] = []
    while !rest.isEmpty {
        one.follow(between)
        one.fill { free in
            let next = rest.prefix(min(piece, free.count))
            free.copyBytes(from: next)
            rest = rest.dropFirst(next.count)
            return next.count
        }
        one.cut(into: &between)
        let before = lines.count
        while one.nextLine() {
            lines.append(one.isTooLong ? nil : String(decoding: one.buffer[one.range], as: UTF8.self))
            let number = one.lineNumber
            #expect(number == lines.count - before)
        }
        swap(&one, &other)
    }
    let pending = between.pendingByteCount
    #expect(pending == 0)
    return lines
}
