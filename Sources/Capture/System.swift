#if canImport(Glibc)
@_exported import Glibc
#else
@_exported import Musl
#endif

/// The system's words for an error number.
func systemMessage(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
}
