import ArgumentParser
import Capture
import CommandSupport
import Glibc

/// Down from root, as soon as everything is open and before the first byte from outside is looked at.
enum Descent {
    /// Whom to become: the user of `-Z`; else, when root, the one who called sudo, or nobody. Nobody could not open
    /// further files for the raw capture, so root stays root for those, without capabilities.
    static func user(_ name: String?, writesMoreFiles: Bool) throws -> SystemUser? {
        if let name {
            guard Privileges.isRoot else { throw ValidationError("-Z needs to be started as root.") }
            guard let user = SystemUser(named: name) else {
                throw ValidationError("-Z: there is no user \(name).")
            }
            return user
        }
        guard Privileges.isRoot else { return nil }
        if let user = number("SUDO_UID"), let group = number("SUDO_GID"), user != 0 {
            return SystemUser(named: "\(user)") ?? SystemUser(user: user, group: group)
        }
        return writesMoreFiles ? nil : SystemUser(named: "nobody")
    }

    static func drop(to user: SystemUser?, keeping kept: Privileges.Capabilities = []) throws {
        do throws(SystemError) {
            try Privileges.drop(to: user, keeping: kept)
        } catch {
            let whom = user.map { "become user \($0.name ?? "\($0.user)")" } ?? "give up capabilities"
            throw Failure.stopped("cannot \(whom): \(error)")
        }
    }

    private static func number(_ variable: String) -> UInt32? {
        getenv(variable).flatMap { UInt32(String(cString: $0)) }
    }
}
