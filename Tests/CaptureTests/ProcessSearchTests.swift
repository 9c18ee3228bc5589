import Foundation
import Testing

@testable import Capture

/// A /proc made by hand.
private final class HandMade {
    let root = FileManager.default.temporaryDirectory.appending(path: "netcap-\(UUID().uuidString)").path

    /// A process with these sockets as its files, numbered from 3 on, and a file that is none.
    func add(_ pid: Int, _ command: [UInt8], _ sockets: [Int]) throws {
        let folder = "\(root)/\(pid)"
        try FileManager.default.createDirectory(atPath: folder + "/fd", withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: folder + "/comm", contents: Data(command + [0x0A]))
        symlink("/dev/null", folder + "/fd/0")
        for (index, inode) in sockets.enumerated() {
            symlink("socket:[\(inode)]", "\(folder)/fd/\(index + 3)")
        }
    }

    func remove(_ path: String) { try? FileManager.default.removeItem(atPath: "\(root)/\(path)") }

    deinit { try? FileManager.default.removeItem(atPath: root) }
}

@Suite struct ProcessSearchTests {
    private func text(_ finding: ProcessSearch.Finding) -> String {
        switch finding {
        case .owner(let owner):
            "\(owner.pid) "
                + String(
                    decoding: (0..<Int(owner.commandLength)).map { owner.command[$0] }, as: UTF8.self)
        case .searching: "searching"
        case .nowhere(let sawAll): sawAll ? "nowhere" : "perhaps elsewhere"
        }
    }

    @Test func `finds who holds a socket, by the number of its file`() throws {
        let made = HandMade()
        try made.add(10, Array("curl".utf8), [100, 101])
        try made.add(20, Array("nginx: a [b] c)".utf8), [200])
        try made.add(30, [0xFF, 0x1B, 0x5B], [300])
        var search = ProcessSearch(root: made.root)
        var work = 1000
        #expect(text(search.find(101, work: &work)) == "10 curl")
        #expect(text(search.find(200, work: &work)) == "20 nginx: a [b] c)")
        #expect(text(search.find(300, work: &work)) == "30 \u{FFFD}\u{1B}[")
        let isSearching = search.isSearching
        #expect(!isSearching)
        #expect(work < 1000)
    }

    @Test func `a socket that nobody holds is nowhere, and is searched for anew when asked again`() throws {
        let made = HandMade()
        try made.add(10, Array("a".utf8), [100])
        var search = ProcessSearch(root: made.root)
        var work = 1000
        #expect(text(search.find(999, work: &work)) == "nowhere")
        let isSearching = search.isSearching
        #expect(!isSearching)
        try made.add(11, Array("b".utf8), [999])
        #expect(text(search.find(999, work: &work)) == "11 b")
    }

    @Test func `stops when its work is used up, and goes on later where it was`() throws {
        let made = HandMade()
        for pid in 1...50 { try made.add(pid, Array("p".utf8), Array(pid * 100..<pid * 100 + 20)) }
        var search = ProcessSearch(root: made.root)
        var rounds = 0
        var found = "searching"
        while found == "searching", rounds < 1000 {
            var work = 30
            found = text(search.find(119, work: &work))
            #expect(work > -30)
            rounds += 1
        }
        #expect(found == "1 p")
        #expect(rounds > 5)
        var work = 10
        #expect(text(search.find(4200, work: &work)) == "42 p", "met on the way, so known at once")
    }

    @Test func `a memory that is no longer true is not told`() throws {
        let made = HandMade()
        try made.add(10, Array("old".utf8), [100])
        var search = ProcessSearch(root: made.root)
        var work = 1000
        #expect(text(search.find(100, work: &work)) == "10 old")
        made.remove("10")
        try made.add(20, Array("new".utf8), [100])
        #expect(text(search.find(100, work: &work)) == "20 new")
        // The same process, another program.
        made.remove("20/comm")
        try made.add(20, Array("exec".utf8), [])
        #expect(text(search.find(100, work: &work)) == "20 exec")
        // Its file is another one now.
        made.remove("20/fd/3")
        symlink("socket:[777]", made.root + "/20/fd/3")
        #expect(text(search.find(100, work: &work)) == "nowhere")
    }

    @Test func `nobody asking again is no reason to search for ever`() throws {
        let made = HandMade()
        try made.add(10, Array("a".utf8), [100])
        var search = ProcessSearch(root: made.root)
        var work = 0
        #expect(text(search.find(999, work: &work)) == "searching")
        for _ in 0..<100 where search.isSearching {
            work = 10
            search.advance(&work)
        }
        let isSearching = search.isSearching
        #expect(!isSearching)
    }

    @Test func `a place without processes gives none`() {
        var search = ProcessSearch(root: "/nowhere/at/all")
        var work = 1000
        #expect(text(search.find(1, work: &work)) == "nowhere")
    }

    @Test(
        arguments: [
            ("socket:[4711]", 4711), ("socket:[0]", 0), ("socket:[]", nil), ("socket:[x]", nil),
            ("socket:[1", nil),
            ("pipe:[1]", nil), ("", nil), ("/tmp/socket:[1]", nil), ("socket:[99999999999]", nil),
            ("socket:[-1]", nil),
        ] as [(String, UInt32?)])
    func `a link names a socket by its number`(link: String, inode: UInt32?) {
        #expect(ProcessSearch.inode(ofLink: Array(link.utf8)[...]) == inode)
    }
}
