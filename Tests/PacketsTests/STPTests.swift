import Testing

@testable import Packets

struct STPTests {
    @Test func `reads root and bridge`() throws {
        let frame = bytes(
            """
            0180c20000000200000000010026424203000000000010000200000000aa000000048000
            02000000000180020100140002000f00
            """)
        #expect(
            try body(frame)
                == #""source":"02:00:00:00:00:01","destination":"01:80:c2:00:00:00","protocol":"STP","size""#
                + #":52,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"01:80:c2:00:00:00"#
                + #"","stp":{"version":0,"type":0,"root":"02:00:00:00:00:aa","root_priority":4096,"root_co"#
                + #"st":4,"bridge":"02:00:00:00:00:01","bridge_priority":32768,"port":32770}"#)
    }
}
