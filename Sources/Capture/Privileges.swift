import CPcap

/// A user of the system, to become.
package struct SystemUser: Equatable, Sendable {
    package var user: uid_t
    package var group: gid_t
    /// Nil when only the numbers are known: it then gets no further groups.
    package var name: String?

    package init(user: uid_t, group: gid_t, name: String? = nil) {
        self.user = user
        self.group = group
        self.name = name
    }

    /// Looks up a name, or a number. Nil when there is no such user.
    package init?(named text: String) {
        let entry = UInt32(text).map { getpwuid($0) } ?? getpwnam(text)
        guard let entry else { return nil }
        self.init(
            user: entry.pointee.pw_uid, group: entry.pointee.pw_gid,
            name: String(cString: entry.pointee.pw_name))
    }
}

/// What the process may do beyond an ordinary one, and how it gives that up: hostile bytes are parsed after this.
package enum Privileges {
    /// Capabilities by their bit (linux/capability.h).
    package struct Capabilities: OptionSet, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Look into the processes of other users.
        package static let readSearch = Capabilities(rawValue: 1 << 2)
        package static let trace = Capabilities(rawValue: 1 << 19)
    }

    package static var isRoot: Bool { geteuid() == 0 }

    /// The capabilities among those named above that this process may use.
    package static var held: Capabilities {
        var header = __user_cap_header_struct(version: UInt32(_LINUX_CAPABILITY_VERSION_3), pid: 0)
        var data = [__user_cap_data_struct(), __user_cap_data_struct()]
        guard capget(&header, &data) == 0 else { return [] }
        return Capabilities(rawValue: data[0].effective & data[0].permitted)
    }

    /// Becomes `user` if there is one, keeps no capability but those of `kept` that it has, and can gain
    /// none later. What is open stays open. Throws when the user cannot be changed or something is left.
    package static func drop(to user: SystemUser?, keeping kept: Capabilities = []) throws(SystemError) {
        let kept = kept.intersection(held)
        if let user {
            if !kept.isEmpty { _ = process_control(PR_SET_KEEPCAPS, 1) }
            var groups = [user.group]
            let hasGroups =
                if let name = user.name { initgroups(name, user.group) } else { setgroups(1, &groups) }
            guard hasGroups == 0, setresgid(user.group, user.group, user.group) == 0,
                setresuid(user.user, user.user, user.user) == 0
            else { throw SystemError(number: errno) }
        }
        _ = process_control(PR_SET_NO_NEW_PRIVS, 1)
        guard set(kept) else { throw SystemError(number: errno) }
    }

    private static func set(_ capabilities: Capabilities) -> Bool {
        var header = __user_cap_header_struct(version: UInt32(_LINUX_CAPABILITY_VERSION_3), pid: 0)
        let low = __user_cap_data_struct(
            effective: capabilities.rawValue, permitted: capabilities.rawValue, inheritable: 0)
        var data = [low, __user_cap_data_struct(effective: 0, permitted: 0, inheritable: 0)]
        return capset(&header, &data) == 0
    }
}
