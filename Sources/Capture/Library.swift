import CPcap

/// libpcap speaks for itself in diagnostics.
package func libraryVersion() -> String { String(cString: pcap_lib_version()) }
