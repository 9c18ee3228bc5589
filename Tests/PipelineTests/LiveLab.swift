import Testing

/// Networks of our own for live tests: two namespaces with a pair of interfaces between them, `va` here with
/// 10.9.0.1 and `vb` in `$other` with 10.9.0.2. They vanish with the shell that made them.
enum LiveLab {
    /// Root may make namespaces, unless it is the root of a container that may not.
    static let isAvailable =
        (try? Shell.run("[ $(id -u) = 0 ] && unshare --net ip link set lo up").status) == 0

    static func has(_ command: String) -> Bool {
        (try? Shell.run("command -v \(command)").status) == 0
    }

    private static let prelude = """
        export PATH
        ip link set lo up
        unshare --net sleep 120 & other=$!
        inside="nsenter --target $other --net"
        there() { $inside "$@"; }
        until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
        quiet='net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1'
        sysctl -qw $quiet 2>/dev/null
        there sysctl -qw $quiet 2>/dev/null
        ip link add va type veth peer name vb
        ip link set vb netns $other
        ip addr add 10.9.0.1/24 dev va
        there ip addr add 10.9.0.2/24 dev vb
        ip link set va up
        there ip link set vb up
        there ip link set lo up
        trap 'kill $other' EXIT
        # await FILE WORDS: until a file has these words.
        await() { for i in {1..500}; do ! grep -qs -- "$2" "$1" || return 0; sleep 0.02; done; echo "no $2 in $1" >&2; cat "$1" >&2; return 1; }

        """

    /// Runs a bash script in the first namespace, in a folder of its own.
    static func run(_ script: String, seconds: Double = 60) throws -> Shell.Outcome {
        try Shell.withFolder { folder in
            let path = folder + "/script"
            try (prelude + script).write(toFile: path, atomically: true, encoding: .utf8)
            return try Shell.run("unshare --net bash script", in: folder, seconds: seconds)
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips where no namespaces can be made.
    static var needsNamespaces: Self {
        .enabled(if: LiveLab.isAvailable, "needs root, for network namespaces")
    }
}
