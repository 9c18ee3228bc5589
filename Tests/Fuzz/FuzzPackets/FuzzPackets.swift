import PacketCheck
import Packets

// Ten million mutated frames, on one core, in some minutes:
//
//     NETCAP_FUZZ=1 swift build -c release --product FuzzPackets --scratch-path .build-fuzz \
//         --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address
//     SWIFT_BACKTRACE=enable=no .build-fuzz/release/FuzzPackets -runs=10000000 -max_len=2048 CORPUS

/// The entry of libFuzzer. The first byte is the link type, the second how much more there was on the wire; the
/// frame begins with the fourth.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count >= 3 else { return 0 }
    let kinds: [UInt16] = [
        0, 1, 1, 1, 6, 7, 9, 10, 50, 51, 101, 104, 105, 107, 108, 113, 117, 119, 127, 129, 163, 166, 192, 219,
        228, 229, 239, 258, 276,
    ]
    let linkType = LinkType(rawValue: kinds[Int(start[0]) % kinds.count])
    let bytes = UnsafeRawBufferPointer(start: start + 3, count: count - 3)
    let wireLength = bytes.count + Int(start[1]) * 8
    if let fault = check.thrice(bytes.bytes, linkType: linkType, wireLength: wireLength) {
        preconditionFailure(fault)
    }
    return 0
}

/// One for all runs, so that what a frame leaves behind is there for the next; libFuzzer has one thread.
private nonisolated(unsafe) var check = PacketCheck()
