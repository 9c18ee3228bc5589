import Capture
import CommandSupport
import Glibc

/// What becomes of the interfaces while they are captured from.
extension LiveRun {
    /// Tells of interfaces that went down, came back or got another name. Only a look that found no frame can
    /// have been woken by such a thing.
    mutating func noteStates() {
        guard isIdle else { return }
        for index in active.indices where active[index] {
            let state = captures.state(index)
            guard state != states[index], state != .gone else { continue }
            let name = interfaces[index].interface
            switch state {
            case .down: diagnostics.say("interface \(name) went down; waiting for it to come back")
            case .up: diagnostics.say("interface \(name) is up again")
            case .renamed(let new):
                diagnostics.say("interface \(name) is called \(new) now; the capture goes on")
            case .gone: break
            }
            states[index] = state
        }
    }

    /// libpcap reported a failure of interface `index`. It is the end of this capture only where the interface is
    /// gone: one that was renamed or is down goes on.
    mutating func lose(_ index: Int, _ error: LiveCaptureError) {
        switch captures.state(index) {
        case .down, .renamed:
            pause()
        case .up, .gone:
            // What the kernel had not handed over yet becomes readable when its time is up.
            pause()
            pause()
            active[index] = false
            takeRest(index)
            isStopping = !active.contains(true)
            if isStopping {
                failure = Failure.stopped("\(error)")
            } else {
                diagnostics.say("\(error); the other interfaces go on")
            }
        }
    }

    /// The time for which the kernel may hold frames back.
    private func pause() {
        var nothing = Poll()
        nothing.wait(until: Clock.monotonic() + 100_000_000)
    }
}
