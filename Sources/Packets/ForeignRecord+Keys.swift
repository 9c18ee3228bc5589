import JSONLines

extension ForeignRecord {
    /// The keys of the other tools; the raw value is the field of the scanner. `Chosen` is the place of a field that
    /// tshark was asked for with `-e`.
    enum Key: Int, CaseIterable {
        /// Keys of our own records, and the one of ours that others write as a string.
        case ownTimestamp, ownType, timestamp, proto, vlan
        case zeekTime, zeekDuration, zeekState, zeekSource, zeekSourcePort, zeekDestination,
            zeekDestinationPort
        case zeekPackets, zeekPacketsBack, zeekIPBytes, zeekIPBytesBack, zeekBytes, zeekBytesBack
        case eveType, eveSource, eveSourcePort, eveDestination, eveDestinationPort, eveInterface
        case eveFlowEnd, evePackets, evePacketsBack, eveBytes, eveBytesBack
        case eveNetflowEnd, eveNetflowPackets, eveNetflowBytes
        case tsharkIndex, frameTime, frameTimeChosen, size, sizeChosen, frameInterface, frameInterfaceChosen
        case linkSource, linkSourceChosen, linkDestination, linkDestinationChosen, vlanID, vlanIDChosen, arp
        case source4, source4Chosen, destination4, destination4Chosen, protocol4, protocol4Chosen
        case source6, source6Chosen, destination6, destination6Chosen, protocol6, protocol6Chosen
        case tcpSource, tcpSourceChosen, tcpDestination, tcpDestinationChosen, tcpFlags, tcpFlagsChosen
        case tcpSequence, tcpSequenceChosen, tcpAcknowledgement, tcpAcknowledgementChosen
        case tcpWindow, tcpWindowChosen, tcpLength, tcpLengthChosen
        case udpSource, udpSourceChosen, udpDestination, udpDestinationChosen

        var path: FieldPath {
            var path = FieldPath(kind: self == .ownTimestamp ? .nanoseconds : .scalar)
            path.keys = keys
            return path
        }

        private var keys: [String] {
            switch self {
            case .ownTimestamp, .timestamp: ["timestamp"]
            case .ownType: ["type"]
            case .proto: ["proto"]
            case .vlan: ["vlan"]
            case .zeekTime: ["ts"]
            case .zeekDuration: ["duration"]
            case .zeekState: ["conn_state"]
            case .zeekSource: ["id.orig_h"]
            case .zeekSourcePort: ["id.orig_p"]
            case .zeekDestination: ["id.resp_h"]
            case .zeekDestinationPort: ["id.resp_p"]
            case .zeekPackets: ["orig_pkts"]
            case .zeekPacketsBack: ["resp_pkts"]
            case .zeekIPBytes: ["orig_ip_bytes"]
            case .zeekIPBytesBack: ["resp_ip_bytes"]
            case .zeekBytes: ["orig_bytes"]
            case .zeekBytesBack: ["resp_bytes"]
            case .eveType: ["event_type"]
            case .eveSource: ["src_ip"]
            case .eveSourcePort: ["src_port"]
            case .eveDestination: ["dest_ip"]
            case .eveDestinationPort: ["dest_port"]
            case .eveInterface: ["in_iface"]
            case .eveFlowEnd: ["flow", "end"]
            case .evePackets: ["flow", "pkts_toserver"]
            case .evePacketsBack: ["flow", "pkts_toclient"]
            case .eveBytes: ["flow", "bytes_toserver"]
            case .eveBytesBack: ["flow", "bytes_toclient"]
            case .eveNetflowEnd: ["netflow", "end"]
            case .eveNetflowPackets: ["netflow", "pkts"]
            case .eveNetflowBytes: ["netflow", "bytes"]
            case .tsharkIndex: ["index", "_index"]
            default: tsharkKeys
            }
        }

        /// `-T ek` names a field by its layer, and again by its layer and its own name; with `-e` only by its own.
        private var tsharkKeys: [String] {
            switch self {
            case .frameTime: full("frame", "frame_time_epoch")
            case .frameTimeChosen: ["layers", "frame_time_epoch"]
            case .size: full("frame", "frame_len")
            case .sizeChosen: ["layers", "frame_len"]
            case .frameInterface: full("frame", "frame_interface_name")
            case .frameInterfaceChosen: ["layers", "frame_interface_name"]
            case .linkSource: full("eth", "eth_src")
            case .linkSourceChosen: ["layers", "eth_src"]
            case .linkDestination: full("eth", "eth_dst")
            case .linkDestinationChosen: ["layers", "eth_dst"]
            case .vlanID: full("vlan", "vlan_id")
            case .vlanIDChosen: ["layers", "vlan_id"]
            case .arp: full("arp", "arp_opcode")
            case .source4: full("ip", "ip_src")
            case .source4Chosen: ["layers", "ip_src"]
            case .destination4: full("ip", "ip_dst")
            case .destination4Chosen: ["layers", "ip_dst"]
            case .protocol4: full("ip", "ip_proto")
            case .protocol4Chosen: ["layers", "ip_proto"]
            case .source6: full("ipv6", "ipv6_src")
            case .source6Chosen: ["layers", "ipv6_src"]
            case .destination6: full("ipv6", "ipv6_dst")
            case .destination6Chosen: ["layers", "ipv6_dst"]
            case .protocol6: full("ipv6", "ipv6_nxt")
            case .protocol6Chosen: ["layers", "ipv6_nxt"]
            default: transportKeys
            }
        }

        private var transportKeys: [String] {
            switch self {
            case .tcpSource: full("tcp", "tcp_srcport")
            case .tcpSourceChosen: ["layers", "tcp_srcport"]
            case .tcpDestination: full("tcp", "tcp_dstport")
            case .tcpDestinationChosen: ["layers", "tcp_dstport"]
            case .tcpFlags: full("tcp", "tcp_flags")
            case .tcpFlagsChosen: ["layers", "tcp_flags"]
            case .tcpSequence: full("tcp", "tcp_seq_raw")
            case .tcpSequenceChosen: ["layers", "tcp_seq_raw"]
            case .tcpAcknowledgement: full("tcp", "tcp_ack_raw")
            case .tcpAcknowledgementChosen: ["layers", "tcp_ack_raw"]
            case .tcpWindow: full("tcp", "tcp_window_size_value")
            case .tcpWindowChosen: ["layers", "tcp_window_size_value"]
            case .tcpLength: full("tcp", "tcp_len")
            case .tcpLengthChosen: ["layers", "tcp_len"]
            case .udpSource: full("udp", "udp_srcport")
            case .udpSourceChosen: ["layers", "udp_srcport"]
            case .udpDestination: full("udp", "udp_dstport")
            default: ["layers", "udp_dstport"]
            }
        }

        private func full(_ layer: String, _ field: String) -> [String] {
            ["layers", layer, "\(layer)_\(field)"]
        }
    }
}
