import BasicContainers

extension UniqueArray where Element: Copyable {
    /// Appends, and grows by a quarter where `append` grows by half: for lists that grow to megabytes over minutes.
    @inline(__always)
    mutating func appendTightly(_ element: Element) {
        if count == capacity { reserveCapacity(count + count / 4 + 8) }
        append(element)
    }
}

extension UniqueArray where Element: FixedWidthInteger {
    static func zeros(_ count: Int) -> Self {
        var list = Self()
        list.addZeros(count)
        return list
    }

    mutating func addZeros(_ count: Int) {
        reserveCapacity(self.count + count)
        for _ in 0..<count { append(0) }
    }
}

extension UniqueArray where Element: ~Copyable {
    /// So many empty lists.
    static func empty<Item>(_ count: Int) -> Self where Element == UniqueArray<Item> {
        var lists = Self(minimumCapacity: count)
        for _ in 0..<count { lists.append(UniqueArray<Item>()) }
        return lists
    }
}
