import CPcap

extension LiveCapture {
    typealias Opened = (handle: OpaquePointer, descriptor: Int32, warning: String?)

    static func open(_ configuration: LiveConfiguration) throws(LiveCaptureError) -> Opened {
        let interface = configuration.interface
        let handle = try create(interface)
        do throws(LiveCaptureError) {
            try configure(handle, configuration)
            let warning = try activate(handle, interface)
            if let name = configuration.linkType {
                try setLinkType(handle, name, interface)
            } else if interface == "any" {
                // Version 2 says which interface; a libpcap that does not know it stays with version 1.
                _ = pcap_set_datalink(handle, LinkTypeNumbers.dlt(linkType: CookedHeader.linkType))
            }
            try setDirection(handle, configuration.direction)
            try setFilter(handle, configuration.filter)
            var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
            guard pcap_setnonblock(handle, 1, &message) == 0 else { throw .failed(Interfaces.text(message)) }
            let descriptor = pcap_get_selectable_fd(handle)
            guard descriptor >= 0 else { throw .failed("\(interface) cannot be waited for with poll") }
            return (handle, descriptor, warning)
        } catch {
            pcap_close(handle)
            throw error
        }
    }

    private static func configure(
        _ handle: OpaquePointer, _ configuration: LiveConfiguration
    ) throws(LiveCaptureError) {
        pcap_set_snaplen(handle, Int32(clamping: configuration.snapshotLength))
        pcap_set_promisc(handle, configuration.isPromiscuous ? 1 : 0)
        pcap_set_timeout(handle, configuration.timeoutMilliseconds)
        pcap_set_immediate_mode(handle, configuration.isImmediate ? 1 : 0)
        let bytes = configuration.bufferKiB.multipliedReportingOverflow(by: 1024)
        pcap_set_buffer_size(handle, bytes.overflow ? .max : Int32(clamping: bytes.partialValue))
        if configuration.wantsNanoseconds { pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO) }
        if let name = configuration.timestampType {
            try setTimestampType(handle, name, configuration.interface)
        }
    }

    static func create(_ interface: String) throws(LiveCaptureError) -> OpaquePointer {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let handle = pcap_create(interface, &message) else { throw .failed(Interfaces.text(message)) }
        return handle
    }

    /// What libpcap warns of, if it opened; otherwise what to do.
    static func activate(_ handle: OpaquePointer, _ interface: String) throws(LiveCaptureError) -> String? {
        let result = pcap_activate(handle)
        let detail = String(cString: pcap_geterr(handle))
        switch result {
        case 0: return nil
        case PCAP_WARNING_PROMISC_NOTSUP: return "\(interface) has no promiscuous mode; capturing without it"
        case 1...: return detail.isEmpty ? String(cString: pcap_statustostr(result)) : detail
        case PCAP_ERROR_NO_SUCH_DEVICE: throw .noSuchInterface(interface, "")
        case PCAP_ERROR_PERM_DENIED, PCAP_ERROR_PROMISC_PERM_DENIED: throw .noPermission(interface: interface)
        case PCAP_ERROR_IFACE_NOT_UP: throw .notUp(interface: interface)
        default:
            let reason = String(cString: pcap_statustostr(result))
            throw .failed("\(interface): \(detail.isEmpty ? reason : detail)")
        }
    }

    static func setLinkType(
        _ handle: OpaquePointer, _ name: String, _ interface: String
    ) throws(LiveCaptureError) {
        let number = pcap_datalink_name_to_val(name)
        guard number >= 0, pcap_set_datalink(handle, number) == 0 else {
            throw .linkType(name, interface: interface, offered: linkTypes(handle).map(\.name))
        }
    }

    static func setTimestampType(
        _ handle: OpaquePointer, _ name: String, _ interface: String
    ) throws(LiveCaptureError) {
        let number = pcap_tstamp_type_name_to_val(name)
        guard number >= 0, pcap_set_tstamp_type(handle, number) == 0 else {
            throw .timestampType(name, interface: interface, offered: timestampTypes(handle).map(\.name))
        }
    }

    static func setDirection(_ handle: OpaquePointer, _ direction: Frame.Direction) throws(LiveCaptureError) {
        let wanted: pcap_direction_t
        switch direction {
        case .unknown, .local: return
        case .incoming: wanted = PCAP_D_IN
        case .outgoing: wanted = PCAP_D_OUT
        }
        guard pcap_setdirection(handle, wanted) == 0 else {
            throw .failed(String(cString: pcap_geterr(handle)))
        }
    }

    static func setFilter(_ handle: OpaquePointer, _ expression: String) throws(LiveCaptureError) {
        guard !expression.isEmpty else { return }
        var program = bpf_program()
        guard pcap_compile(handle, &program, expression, 1, UInt32.max) == 0 else {
            throw .filter(String(cString: pcap_geterr(handle)))
        }
        defer { pcap_freecode(&program) }
        guard pcap_setfilter(handle, &program) == 0 else {
            throw .failed(String(cString: pcap_geterr(handle)))
        }
    }

    static func linkTypes(_ handle: OpaquePointer) -> [LinkTypeChoice] {
        var list: UnsafeMutablePointer<Int32>?
        let count = pcap_list_datalinks(handle, &list)
        guard count > 0, let list else { return [] }
        defer { pcap_free_datalinks(list) }
        return (0..<Int(count)).map { index in
            choice(
                list[index], pcap_datalink_val_to_name(list[index]),
                pcap_datalink_val_to_description(list[index]))
        }
    }

    static func timestampTypes(_ handle: OpaquePointer) -> [LinkTypeChoice] {
        var list: UnsafeMutablePointer<Int32>?
        let count = pcap_list_tstamp_types(handle, &list)
        guard count > 0, let list else { return [] }
        defer { pcap_free_tstamp_types(list) }
        return (0..<Int(count)).map { index in
            choice(
                list[index], pcap_tstamp_type_val_to_name(list[index]),
                pcap_tstamp_type_val_to_description(list[index]))
        }
    }

    private static func choice(
        _ number: Int32, _ name: UnsafePointer<CChar>?, _ description: UnsafePointer<CChar>?
    ) -> LinkTypeChoice {
        LinkTypeChoice(
            name: name.map { String(cString: $0) } ?? "\(number)",
            description: description.map { String(cString: $0) } ?? "")
    }
}
