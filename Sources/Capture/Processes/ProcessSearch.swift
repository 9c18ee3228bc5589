import CPcap

/// Finds which process holds a socket by looking at the open files of all of them (proc(5)), a little at a time.
///
/// New processes and those that held a socket lately come first; then, in rounds, all others. Whatever is met on the
/// way is remembered, so that most sockets are known when they are asked for; a memory is checked before it is used.
struct ProcessSearch: ~Copyable {
    /// What a socket's number leads to.
    enum Finding {
        case owner(SocketOwner)
        /// Not found yet.
        case searching
        /// Every process was looked into since it was first asked for; false: into all that we may.
        case nowhere(sawAll: Bool)
    }

    private struct Holder {
        var pid: Int32
        var file: Int32
    }

    private let root: String
    private var holders: [UInt32: Holder] = [:]
    /// The sockets that are searched for, and the round at whose end the search is over.
    private var wanted: [UInt32: Int] = [:]
    /// Those whose search is over without a finding, until they are asked for again: did it see all processes?
    private var missing: [UInt32: Bool] = [:]
    /// The processes as they were listed last.
    private var known: Set<Int32> = []
    /// Those that held a socket lately, newest last.
    private var recent: [Int32] = []
    private var urgent: [Int32] = []
    private var rest: [Int32] = []
    private var round = 0
    private var mayAll = true
    private var open: (pid: Int32, directory: OpaquePointer)?

    private static let holderLimit = 65_536
    private static let wantedLimit = 4096
    private static let recentLimit = 8

    /// `root` is where proc(5) is mounted.
    init(root: String = "/proc") { self.root = root }

    deinit { if let open { closedir(open.directory) } }

    var isSearching: Bool { !wanted.isEmpty }

    /// The process that holds the socket with this number. `work` says how many system calls may be made, and what is
    /// left of them.
    mutating func find(_ inode: UInt32, work: inout Int) -> Finding {
        if let finding = recall(inode, &work) { return finding }
        if let sawAll = missing.removeValue(forKey: inode) { return .nowhere(sawAll: sawAll) }
        if wanted[inode] == nil {
            guard wanted.count < Self.wantedLimit else { return .searching }
            // A round that has begun may have passed the process already.
            wanted[inode] = rest.isEmpty && open == nil ? round + 1 : round + 2
            list(&work)
        }
        advance(&work)
        if let finding = recall(inode, &work) { return finding }
        return missing.removeValue(forKey: inode).map { .nowhere(sawAll: $0) } ?? .searching
    }

    /// Goes on with the search.
    mutating func advance(_ work: inout Int) {
        while work > 0, !wanted.isEmpty {
            if let open {
                read(open.pid, open.directory, &work)
            } else if let pid = urgent.popLast() ?? rest.popLast() {
                enter(pid, &work)
            } else {
                endRound()
                if !wanted.isEmpty { list(&work) }
            }
        }
    }

    private mutating func endRound() {
        round += 1
        if missing.count >= Self.wantedLimit { missing.removeAll() }
        for (inode, last) in wanted where last <= round {
            wanted[inode] = nil
            missing[inode] = mayAll
        }
    }

    // MARK: What is known

    private mutating func recall(_ inode: UInt32, _ work: inout Int) -> Finding? {
        guard let holder = holders[inode] else { return nil }
        work -= 4
        guard Self.inode(ofLink: link("\(root)/\(holder.pid)/fd/\(holder.file)")) == inode,
            let command = command(holder.pid)
        else {
            holders[inode] = nil
            return nil
        }
        recent.removeAll { $0 == holder.pid }
        recent.append(holder.pid)
        if recent.count > Self.recentLimit { recent.removeFirst() }
        return .owner(SocketOwner(pid: holder.pid, command: command))
    }

    /// The number in `socket:[4711]`; nil for other files.
    static func inode(ofLink link: ArraySlice<UInt8>) -> UInt32? {
        let opening = Array("socket:[".utf8)
        guard link.starts(with: opening), link.last == UInt8(ascii: "]") else { return nil }
        return UInt32(String(decoding: link.dropFirst(opening.count).dropLast(), as: UTF8.self))
    }

    // MARK: The files of proc(5)

    private mutating func list(_ work: inout Int) {
        guard let directory = opendir(root) else { return }
        defer { closedir(directory) }
        work -= 3
        var found: Set<Int32> = []
        while let entry = readdir(directory) {
            if let pid = Self.number(entry) { found.insert(pid) }
        }
        work -= found.count / 256
        let left = Set(urgent).intersection(found)
        urgent = left.union(found.subtracting(known)).sorted() + recent.filter { found.contains($0) }
        if rest.isEmpty && open == nil {
            rest = found.subtracting(urgent).sorted()
            mayAll = true
        }
        known = found
    }

    private mutating func enter(_ pid: Int32, _ work: inout Int) {
        work -= 2
        if let directory = opendir("\(root)/\(pid)/fd") {
            open = (pid, directory)
        } else if errno == EACCES || errno == EPERM {
            mayAll = false
        }
    }

    private mutating func read(_ pid: Int32, _ directory: OpaquePointer, _ work: inout Int) {
        let files = dirfd(directory)
        while work > 0 {
            guard let entry = readdir(directory) else {
                closedir(directory)
                open = nil
                work -= 1
                return
            }
            guard let file = Self.number(entry) else { continue }
            work -= 1
            guard let inode = Self.inode(ofLink: link("\(file)", in: files)) else { continue }
            wanted[inode] = nil
            if holders.count >= Self.holderLimit { holders.removeAll(keepingCapacity: true) }
            // The smallest number stands for all that share the socket: it is the parent.
            if let other = holders[inode], other.pid < pid { continue }
            holders[inode] = Holder(pid: pid, file: file)
        }
    }

    private static func number(_ entry: UnsafeMutablePointer<dirent>) -> Int32? {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19
        var name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: UInt8.self)
        var value: Int32 = 0
        guard name.pointee != 0 else { return nil }
        while name.pointee != 0 {
            guard 0x30...0x39 ~= name.pointee, value < 100_000_000 else { return nil }
            value = value * 10 + Int32(name.pointee - 0x30)
            name += 1
        }
        return value
    }

    private func link(_ path: String, in directory: Int32 = AT_FDCWD) -> ArraySlice<UInt8> {
        var target = [UInt8](repeating: 0, count: 64)
        let count = target.withUnsafeMutableBytes { buffer in
            readlinkat(directory, path, buffer.assumingMemoryBound(to: CChar.self).baseAddress!, buffer.count)
        }
        return target[..<max(0, count)]
    }

    private func command(_ pid: Int32) -> ArraySlice<UInt8>? {
        let file = Glibc.open("\(root)/\(pid)/comm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 17)
        let count = Glibc.read(file, &text, text.count)
        guard count >= 0 else { return nil }
        let bytes = text[..<count]
        return (bytes.last == 0x0A ? bytes.dropLast() : bytes).prefix(16)
    }
}
