import Terminal

extension Key {
    /// The name that `KeyTable` knows a key by: the character itself, or `space`, `left`, `ctrl-l`, …;
    /// nil for what is no key.
    package var name: String? {
        switch self {
        case .character(" "): "space"
        case .character(let scalar): String(Character(scalar))
        case .control(let letter): "ctrl-\(Character(letter))"
        case .enter: "enter"
        case .tab: "tab"
        case .backTab: "shift-tab"
        case .escape: "escape"
        case .backspace, .delete: "backspace"
        case .up: "up"
        case .down: "down"
        case .left: "left"
        case .right: "right"
        case .home: "home"
        case .end: "end"
        case .pageUp: "page-up"
        case .pageDown: "page-down"
        case .insert, .background: nil
        }
    }
}
