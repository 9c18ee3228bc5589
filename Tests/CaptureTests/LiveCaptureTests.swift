import Glibc
import Testing

@testable import Capture

/// What can be said of live captures without a network; the rest is tested with processes in namespaces.
@Suite struct LiveCaptureTests {
    private static let mayCapture = (try? LiveCapture(LiveConfiguration(interface: "lo"))) != nil

    private func failure(_ configuration: LiveConfiguration) -> LiveCaptureError? {
        do throws(LiveCaptureError) {
            _ = try LiveCapture(configuration)
            return nil
        } catch {
            return error
        }
    }

    @Test func `an interface that is not there is refused by its name`() {
        let error = failure(LiveConfiguration(interface: "nowhere0"))
        let text = "\(error.map { "\($0)" } ?? "")"
        #expect(text.contains("nowhere0"), "\(text)")
    }

    @Test(.enabled(if: mayCapture))
    func `a filter, a link type and a timestamp type that are none are told apart`() {
        var configuration = LiveConfiguration(interface: "lo")
        configuration.filter = "port port"
        guard case .filter = failure(configuration) else { return #expect(Bool(false)) }
        configuration.filter = ""
        configuration.linkType = "NONSENSE"
        #expect(failure(configuration) == .linkType("NONSENSE", interface: "lo", offered: ["EN10MB"]))
        configuration.linkType = nil
        configuration.timestampType = "nonsense"
        guard case .timestampType("nonsense", "lo", _) = failure(configuration) else {
            return #expect(Bool(false))
        }
    }

    @Test(.enabled(if: mayCapture)) func `nothing there is no frame, and no wait`() throws {
        var configuration = LiveConfiguration(interface: "lo")
        configuration.filter = "less 1"  // no frame is
        var capture = try LiveCapture(configuration)
        let count = try capture.frames { _, _ in .next }
        #expect(count == 0)
        let counters = capture.counters()
        #expect(counters == CaptureCounters(received: 0, dropped: 0, interfaceDropped: 0))
        let properties = capture.properties
        #expect(properties.linkType == 1 && properties.descriptor >= 0 && !properties.hasNanoseconds)
        let state = capture.state()
        #expect(state == .up)
    }

    @Test(.enabled(if: mayCapture)) func `a frame has its length, its time, its link type and its way`()
        throws
    {
        let out = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(out) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(40_979).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var configuration = LiveConfiguration(interface: "lo")
        configuration.index = 3
        configuration.isImmediate = true
        configuration.wantsNanoseconds = true
        configuration.snapshotLength = 50
        configuration.filter = "udp dst port 40979"
        let capture = try LiveCapture(configuration)
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                for _ in 0..<3 {
                    _ = sendto(out, [1, 2, 3], 3, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        var frames: [Frame] = []
        for _ in 0..<200 where frames.count < 2 {
            _ = try capture.frames { frame, bytes in
                #expect(bytes.byteCount == frame.capturedLength)
                frames.append(copy frame)
                return frames.count == 1 ? .stop : .next
            }
            usleep(10_000)
        }
        try #require(frames.count >= 2)
        #expect(frames[0].interface == 3 && frames[0].linkType == 1 && frames[0].hasNanoseconds)
        #expect(frames[0].wireLength == 45 && frames[0].capturedLength == 45)
        #expect(frames[0].direction == .local)
        #expect(abs(frames[0].timestamp / 1_000_000_000 - Int64(time(nil))) < 60)
    }
}
