/// The scale of a chart: a nice maximum that grows at once and shrinks only after the peak has left.
package enum Scale {
    /// The least of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below `value`, and 10 at least.
    package static func niceMaximum(_ value: Double) -> Double {
        guard value.isFinite, value > 10 else { return 10 }
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        for step in [1, 1.5, 2, 3, 4, 5, 6, 8] where step * power >= value { return step * power }
        return 10 * power
    }
}
