// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let collections: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let containers: Target.Dependency = .product(name: "BasicContainers", package: "swift-collections")

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + ["CommandSupport", arguments], swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: house)
}

let package = Package(
    name: "netcap",
    products: [
        .executable(name: "netcap", targets: ["netcap"]),
        .executable(name: "netagg", targets: ["netagg"]),
        .executable(name: "netview", targets: ["netview"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CPrefetch"),
        .systemLibrary(name: "CLinux"),
        room("JSONLines", ["CPrefetch"]),
        room("Packets", ["JSONLines"]),
        room("Capture", ["CPcap"]),
        room("Statistics", ["Packets", "JSONLines", collections, containers]),
        room("Terminal"),
        room("Dashboard", ["Statistics", "Terminal", collections]),
        room("CommandSupport", ["CLinux", arguments]),

        command("netcap", ["Capture", "Packets", "JSONLines"]),
        command("netagg", ["Statistics", "Packets", "JSONLines"]),
        command("netview", ["Dashboard", "Statistics", "Terminal", "JSONLines"]),

        tests("JSONLines", ["JSONLines"]),
        tests("Packets", ["Packets", "JSONLines"]),
        tests("Capture", ["Capture"]),
        tests("netcap", ["netcap", "CommandSupport", "Packets", "JSONLines", arguments]),
        tests("Statistics", ["Statistics", "Packets", "JSONLines", containers]),
        tests("Terminal", ["Terminal"]),
        tests("Dashboard", ["Dashboard", "Statistics", "Terminal"]),
        tests("CommandSupport", ["CommandSupport"]),
        tests("Pipeline", ["netcap", "netagg", "netview"]),
        tests("Tidy", []),
    ]
)

// Harnesses that are run by hand: mutated input for the stream's readers, and their speed.
if Context.environment["NETCAP_FUZZ"] != nil {
    for name in ["FuzzStream", "TimeStream"] {
        package.targets.append(
            .executableTarget(
                name: name, dependencies: ["Packets", "JSONLines"], path: "Tests/Fuzz/\(name)",
                swiftSettings: house))
    }
    package.targets.append(
        .target(
            name: "PacketCheck", dependencies: ["Packets", "JSONLines"], path: "Tests/Fuzz/PacketCheck",
            swiftSettings: house))
    package.targets.append(
        .executableTarget(
            name: "PrefixPackets", dependencies: ["PacketCheck", "Packets", "Capture"],
            path: "Tests/Fuzz/PrefixPackets", swiftSettings: house))
    // libFuzzer brings its own main: build with `--sanitize fuzzer`.
    package.products.append(.executable(name: "FuzzPackets", targets: ["FuzzPackets"]))
    package.targets.append(
        .executableTarget(
            name: "FuzzPackets", dependencies: ["PacketCheck", "Packets"], path: "Tests/Fuzz/FuzzPackets",
            swiftSettings: house + [.unsafeFlags(["-parse-as-library"])]))
    package.targets.append(
        .executableTarget(
            name: "FuzzCaptureFile", dependencies: ["Capture"], path: "Tests/Fuzz/FuzzCaptureFile",
            swiftSettings: house))
}
