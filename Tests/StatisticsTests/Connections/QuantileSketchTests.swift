import Testing

@testable import Statistics

@Suite struct QuantileSketchTests {
    @Test func `every value lies within one part in 128 of its bin's middle`() {
        var random = Seeded(state: 5)
        var values: [Int64] = [0, 1, 63, 64, 127, 128, .max, .max - 1]
        for _ in 0..<10_000 {
            values.append(Int64(random.next() >> UInt64.random(in: 1...63, using: &random)))
        }
        for value in values {
            let bin = QuantileSketch.bin(value)
            #expect((0..<QuantileSketch.binCount).contains(bin))
            let middle = QuantileSketch.value(bin)
            #expect(Double(middle.distance(to: value).magnitude) <= Double(value) / 128, "\(value)")
        }
    }

    @Test(arguments: [2, 9, 77]) func `a percentile is within its bound of the exact one`(seed: UInt64) {
        var random = Seeded(state: seed)
        var sketch = QuantileSketch()
        var values: [Int64] = []
        for _ in 0..<5000 {
            let value = Int64(random.next() >> UInt64.random(in: 20...60, using: &random))
            values.append(value)
            sketch.add(value)
        }
        values.sort()
        for fraction in [0.0, 0.01, 0.5, 0.95, 0.99, 1] {
            let exact = values[max(0, Int((fraction * 5000).rounded(.up)) - 1)]
            let found = sketch.quantile(fraction)!
            #expect(
                Double(found.distance(to: exact).magnitude) <= Double(exact) / 128,
                "seed \(seed), \(fraction)")
        }
        #expect(sketch.maximum == values.last)
    }

    @Test func `merging equals seeing both, and taking back undoes it`() {
        var (one, other, both) = (QuantileSketch(), QuantileSketch(), QuantileSketch())
        for value in stride(from: Int64(1), to: 1_000_000, by: 997) {
            one.add(value)
            both.add(value)
            other.add(value * 3)
            both.add(value * 3)
        }
        let before = one
        one.merge(other.filled, maximum: other.maximum)
        #expect(one == both)
        one.remove(other.filled, maximum: before.maximum)
        #expect(one == before)
    }

    @Test func `empty has no percentile, and what is negative counts as nothing`() {
        var sketch = QuantileSketch()
        #expect(sketch.quantile(0.5) == nil)
        sketch.add(.min)
        #expect(sketch.quantile(0.5) == 0 && sketch.quantile(.nan) == 0 && sketch.count == 1)
    }
}
