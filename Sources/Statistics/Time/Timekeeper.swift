/// Decides what the packets' own time is: which timestamps move it on, and which are not believed.
///
/// Time is the highest timestamp believed so far, `front`. A packet that lies further ahead than `reach` is held back until
/// the stream confirms it: by a second packet that is ahead as well, or by `distantWitnesses` of them for a jump of more
/// than a day. A later packet that still belongs to the time before refutes what is held. The first packet of a stream
/// is held until another lies near it, so that not even the first can set a wrong time alone; where that is a later
/// one, and less than a day passed in between, the stream began sparsely and its time begins with the first.
///
/// After `pastWitnesses` packets in a row from before the window, time itself has gone back, and starts anew there.
struct Timekeeper {
    /// What to do with a packet.
    enum Verdict: Equatable {
        /// Take it now; it may still be late.
        case accept
        /// Keep it until `resolve` says what becomes of it.
        case hold
        /// Time has gone back for good: end all intervals, then keep this packet as the first of the new time.
        case restart
    }

    /// What to do with all packets held, in order of arrival.
    enum Resolution: Equatable {
        case wait
        /// Judge each of them again: the front has moved.
        case judgeAgain
        /// The same, where the front has been set anew instead of moved on.
        case begin
        /// They were not believed: count them as late.
        case discard
    }

    /// The highest timestamp believed; nil before the first.
    private(set) var front: Int64?
    /// Timestamps held back, in order of arrival; never more than `distantWitnesses`.
    private(set) var held: [Int64] = []
    private(set) var hasPacket = false
    private var pastRun = 0

    /// What is at most so far ahead is believed at once.
    let reach: Int64
    /// What lies further back than this is a sign that time has gone back.
    let memory: Int64

    static let witnesses = 2
    static let distantWitnesses = 8
    static let distant: Int64 = 86_400_000_000_000
    static let pastWitnesses = 64

    init(reach: Int64, memory: Int64) {
        self.reach = reach
        self.memory = memory
    }

    /// Judges a packet by its timestamp. While anything is held the owner calls `resolve` next.
    @inline(__always)
    mutating func judge(_ timestamp: Int64) -> Verdict {
        if let front, timestamp <= front.addingSaturating(reach), timestamp >= front.addingSaturating(-memory)
        {
            (hasPacket, pastRun) = (true, 0)
            if timestamp > front { self.front = timestamp }
            return .accept
        }
        return judgeOddity(timestamp)
    }

    private mutating func judgeOddity(_ timestamp: Int64) -> Verdict {
        guard let front, hasPacket, timestamp < front else {
            pastRun = 0
            held.append(timestamp)
            return .hold
        }
        pastRun += 1
        guard pastRun >= Self.pastWitnesses else { return .accept }
        pastRun = 0
        self.front = nil
        hasPacket = false
        held = [timestamp]
        return .restart
    }

    /// What becomes of the packets held, after a packet got `verdict`. `judgeAgain` and `begin` ask for another call
    /// when the owner is through.
    mutating func resolve(after verdict: Verdict) -> Resolution {
        guard let lowest = held.min() else { return .wait }
        guard let front, hasPacket else { return resolveStart(isAtEnd: false) }
        if lowest <= front.addingSaturating(reach) { return .judgeAgain }
        if verdict == .accept { return .discard }
        let needed = lowest > front.addingSaturating(Self.distant) ? Self.distantWitnesses : Self.witnesses
        guard held.count >= needed else { return .wait }
        self.front = lowest
        return .judgeAgain
    }

    /// The same at the end of the stream, where nothing more can confirm or refute.
    mutating func resolveAtEnd() -> Resolution {
        guard let lowest = held.min() else { return .wait }
        guard let front, hasPacket else { return resolveStart(isAtEnd: true) }
        guard lowest <= front.addingSaturating(Self.distant) || held.count >= Self.witnesses else {
            return .discard
        }
        self.front = lowest
        return .judgeAgain
    }

    /// Time begins at the earlier of the two held that lie nearest to each other, or at the first if that was soon before.
    private mutating func resolveStart(isAtEnd: Bool) -> Resolution {
        let ordered = held.sorted()
        var closest: (gap: UInt64, at: Int64)?
        for index in ordered.indices.dropFirst() {
            let gap = UInt64(bitPattern: ordered[index] &- ordered[index - 1])
            if closest == nil || gap < closest!.gap { closest = (gap, ordered[index - 1]) }
        }
        if let closest, closest.gap <= UInt64(reach) || held.count > Self.witnesses || isAtEnd {
            let first = held[0]
            let isSparse = first < closest.at && closest.at <= first.addingSaturating(Self.distant)
            front = isSparse ? first : closest.at
        } else if closest == nil && isAtEnd {
            front = ordered[0]
        } else {
            return .wait
        }
        hasPacket = true
        return .begin
    }

    /// Takes all timestamps held out, for the owner to judge them again or to count them.
    mutating func release() -> [Int64] {
        let released = held
        held.removeAll(keepingCapacity: true)
        return released
    }

    /// A capture record says what time it is; believed like a packet, but not held, and no witness.
    mutating func observe(_ timestamp: Int64) {
        guard let front else {
            if held.isEmpty { front = timestamp }
            return
        }
        if timestamp > front && timestamp <= front.addingSaturating(reach) { self.front = timestamp }
    }

    /// The wall clock says what time it is; it is always believed.
    mutating func advance(to timestamp: Int64) {
        if timestamp > front ?? .min { front = timestamp }
    }
}

extension Int64 {
    @inline(__always)
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    /// The quotient rounded down, also below zero; the divisor is above zero.
    @inline(__always)
    func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// The rest that goes with `floorDivided`, never below zero.
    @inline(__always)
    func floorModulo(_ divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
