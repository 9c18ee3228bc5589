/// The host for which something is counted: its id, and half of its hash, for the id may go to another host.
///
/// That the other one is taken for it has a probability of 2^-32.
struct HostOwner: Equatable {
    var id: UInt32
    var tag: UInt32

    init(id: UInt32, tag: UInt32) { (self.id, self.tag) = (id, tag) }

    @inline(__always)
    init(_ id: UInt32, hash: UInt64) { (self.id, tag) = (id, UInt32(truncatingIfNeeded: hash)) }

    /// The host that has this id now.
    @inline(__always)
    init(_ id: UInt32, _ hosts: borrowing KeyIndex) { self.init(id, hash: hosts.hash(of: Int(id))) }
}
