import CPcap

/// How to capture from one interface; the defaults are tcpdump's but for the larger buffer.
package struct LiveConfiguration: Equatable, Sendable {
    /// The most that libpcap keeps of a frame.
    package static let snapshotLimit = 262_144

    package var interface: String
    /// Which interface this is among those of the command: what its frames say.
    package var index = 0
    /// Bytes kept of each frame, 1 ... 262,144.
    package var snapshotLength = snapshotLimit
    package var isPromiscuous = true
    /// The kernel's buffer. 32 MiB hold a quarter of a second at a million small frames per second.
    package var bufferKiB = 32_768
    /// How long the kernel may gather frames before it wakes us.
    package var timeoutMilliseconds: Int32 = 100
    /// Wake up for every frame: ten times the work per frame.
    package var isImmediate = false
    /// As `-J` lists them; nil is the default.
    package var timestampType: String?
    package var wantsNanoseconds = false
    /// As `-L` lists them; nil is the default.
    package var linkType: String?
    package var direction = Frame.Direction.unknown
    /// Tell which way each frame goes, from the interface's own address.
    package var tellsDirection = true
    /// In pcap-filter syntax; empty is everything.
    package var filter = ""

    package init(interface: String) { self.interface = interface }
}

/// What is fixed about an open capture.
package struct LiveProperties: Equatable, Sendable {
    /// What poll waits for.
    package var descriptor: Int32
    /// LINKTYPE_ number.
    package var linkType: UInt16
    /// `EN10MB (Ethernet)`.
    package var linkTypeText: String
    package var hasNanoseconds: Bool
    /// What libpcap wants people to know although it went on, such as no promiscuous mode here.
    package var warning: String?
}

/// What can become of an interface while it is captured from.
package enum InterfaceState: Equatable, Sendable {
    case up, down, gone
    case renamed(String)
}

/// Captures from one interface through libpcap, without ever blocking: poll its descriptor, then `frames(_:)`.
package struct LiveCapture: ~Copyable {
    package let configuration: LiveConfiguration
    package let properties: LiveProperties
    private let handle: OpaquePointer
    /// The system's number for the interface, which a change of name leaves as it is; 0 for what has none.
    private let systemIndex: UInt32
    /// libpcap's counters have 32 bits and wrap within the hour on a fast link.
    private var latest = pcap_stat()
    private var rule = DirectionRule.unknown
    private var totals = CaptureCounters(received: 0, dropped: 0, interfaceDropped: 0)

    /// Opens the interface. What is wrong with the permission, the name, the filter or a choice is told apart.
    package init(_ configuration: LiveConfiguration) throws(LiveCaptureError) {
        let opened = try Self.open(configuration)
        self.configuration = configuration
        handle = opened.handle
        systemIndex = if_nametoindex(configuration.interface)
        let dlt = pcap_datalink(handle)
        properties = LiveProperties(
            descriptor: opened.descriptor, linkType: LinkTypeNumbers.linkType(dlt: dlt),
            linkTypeText: LinkTypeNumbers.text(dlt: dlt),
            hasNanoseconds: pcap_get_tstamp_precision(handle) == PCAP_TSTAMP_PRECISION_NANO,
            warning: opened.warning)
        refresh()
    }

    /// Neither the interface nor its link header tells which way a frame goes.
    package var needsHostAddresses: Bool {
        rule == .unknown && properties.linkType != CookedHeader.oldLinkType
    }

    /// Looks again which address the interface has; call it every few seconds.
    package mutating func refresh() {
        rule = Self.directionRule(
            descriptor: properties.descriptor, systemIndex: systemIndex, linkType: properties.linkType,
            wanted: configuration.direction)
        if !configuration.tellsDirection, case .ethernet = rule { rule = .unknown }
    }

    deinit { pcap_close(handle) }

    // MARK: Frames

    /// What the callback of libpcap is given.
    private struct Delivery {
        let body: (borrowing Frame, RawSpan) -> FrameStep
        let handle: OpaquePointer
        let nanosecondsPerUnit: Int64
        let rule: DirectionRule
        var frame: Frame
    }

    /// Hands over the frames that are there, at most `limit`, until `body` says otherwise (`hold` is `stop`
    /// here), and says how many. Zero when there are none yet.
    package func frames(
        limit: Int = 65_536, _ body: (borrowing Frame, RawSpan) -> FrameStep
    ) throws(LiveCaptureError) -> Int {
        let result = withoutActuallyEscaping(body) { body in
            var delivery = Delivery(
                body: body, handle: handle, nanosecondsPerUnit: properties.hasNanoseconds ? 1 : 1000,
                rule: rule,
                frame: Frame(
                    timestamp: 0, interface: configuration.index, capturedLength: 0, wireLength: 0,
                    linkType: properties.linkType, hasNanoseconds: properties.hasNanoseconds))
            return withUnsafeMutablePointer(to: &delivery) { pointer in
                pcap_dispatch(
                    handle, Int32(clamping: limit), Self.deliver,
                    UnsafeMutableRawPointer(pointer)
                        .assumingMemoryBound(to: UInt8.self))
            }
        }
        if result >= 0 { return Int(result) }
        if result == PCAP_ERROR_BREAK { return 1 }
        throw failure()
    }

    private static let deliver: pcap_handler = { user, header, bytes in
        guard let user, let header, let bytes else { return }
        UnsafeMutableRawPointer(user).withMemoryRebound(to: Delivery.self, capacity: 1) { delivery in
            let length = Int(header.pointee.caplen)
            delivery.pointee.frame.timestamp =
                Int64(header.pointee.ts.tv_sec) &* 1_000_000_000
                &+ Int64(header.pointee.ts.tv_usec) &* delivery.pointee.nanosecondsPerUnit
            delivery.pointee.frame.capturedLength = length
            delivery.pointee.frame.wireLength = Int(header.pointee.len)
            let span = UnsafeRawBufferPointer(start: bytes, count: length).bytes
            delivery.pointee.frame.direction = delivery.pointee.rule.direction(span)
            if delivery.pointee.frame.linkType == CookedHeader.linkType {
                delivery.pointee.frame.systemInterface = CookedHeader.interface(span)
            }
            if delivery.pointee.body(delivery.pointee.frame, span) != .next {
                pcap_breakloop(delivery.pointee.handle)
            }
        }
    }

    /// Lets no further frame into the buffer; those that are in it stay. False where the system cannot.
    ///
    /// A filter that libpcap sets would also be applied to what is in the buffer already.
    @discardableResult
    package func stop() -> Bool {
        var rejectAll = bpf_insn(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: 0)
        return withUnsafeMutablePointer(to: &rejectAll) { instruction in
            var program = socket_filter_program(length: 1, instructions: instruction)
            let size = socklen_t(MemoryLayout<socket_filter_program>.size)
            return setsockopt(properties.descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, size) == 0
        }
    }

    /// Totals since the capture began; ask at least once in two billion frames.
    package mutating func counters() -> CaptureCounters {
        var now = pcap_stat()
        guard pcap_stats(handle, &now) == 0 else { return totals }
        totals.received = (totals.received ?? 0) &+ UInt64(now.ps_recv &- latest.ps_recv)
        totals.dropped = (totals.dropped ?? 0) &+ UInt64(now.ps_drop &- latest.ps_drop)
        totals.interfaceDropped = (totals.interfaceDropped ?? 0) &+ UInt64(now.ps_ifdrop &- latest.ps_ifdrop)
        latest = now
        return totals
    }

    /// What has become of the interface, so that people can be told.
    package func state() -> InterfaceState {
        guard systemIndex != 0 else { return .up }
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard if_indextoname(systemIndex, &name) != nil else { return .gone }
        var request = ifreq()
        withUnsafeMutableBytes(of: &request) { $0.copyBytes(from: name.lazy.map { UInt8(bitPattern: $0) }) }
        let isUp =
            ioctl(properties.descriptor, UInt(SIOCGIFFLAGS), &request) == 0
            && Int32(request.ifr_ifru.ifru_flags) & Int32(IFF_UP) != 0
        guard isUp else { return .down }
        let text = Interfaces.text(name)
        return text == configuration.interface ? .up : .renamed(text)
    }

    private func failure() -> LiveCaptureError {
        let message = String(cString: pcap_geterr(handle))
        let interface = configuration.interface
        return state() == .gone ? .interfaceGone(interface) : .failed("\(interface): \(message)")
    }

    // MARK: What an interface offers

    /// What `-L` prints.
    package func linkTypes() -> [LinkTypeChoice] { Self.linkTypes(handle) }

    /// What `-J` prints: the names and descriptions of the timestamp types of `interface`.
    package static func timestampTypes(of interface: String) throws(LiveCaptureError) -> [LinkTypeChoice] {
        let handle = try create(interface)
        defer { pcap_close(handle) }
        return timestampTypes(handle)
    }
}
