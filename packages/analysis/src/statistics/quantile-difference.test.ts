import { seededRandom } from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapInterval } from "./bootstrap.ts";
import { quantile } from "./quantile.ts";
import { blocksNeeded, type PairedBlock, quantileDifference } from "./quantile-difference.ts";

const number = fc.integer({ min: -50, max: 50 });
const blocksOf = fc.array(
  fc.record({
    treatment: fc.array(number, { minLength: 1, maxLength: 8 }),
    control: fc.array(number, { minLength: 1, maxLength: 8 }),
  }),
  { minLength: 2, maxLength: 8 },
);

test("gives bit for bit what copying and sorting the blocks of every resample gives", () => {
  fc.assert(
    fc.property(blocksOf, fc.constantFrom(0, 0.1, 0.5, 0.9, 0.99, 1), (blocks, share) => {
      const of = (sample: readonly PairedBlock[], arm: keyof PairedBlock) =>
        quantile(
          sample.flatMap((block) => block[arm]),
          share,
        );
      const copied = ([sample = []]: readonly (readonly PairedBlock[])[]) =>
        of(sample, "treatment") - of(sample, "control");
      const options = () => ({ random: seededRandom(4), resamples: 40 });
      expect(quantileDifference(blocks, share, options())).toEqual({
        difference: copied([blocks]),
        treatment: of(blocks, "treatment"),
        control: of(blocks, "control"),
        ...bootstrapInterval([blocks], copied, options()),
      });
    }),
  );
});

test("finds a shift, with an interval that holds it", () => {
  const random = seededRandom(2);
  const block = (shift: number) => Array.from({ length: 60 }, () => 10 + random() + shift);
  const blocks = Array.from({ length: 20 }, () => ({ treatment: block(2), control: block(0) }));
  const { difference, low, high } = quantileDifference(blocks, 0.99, { random });
  expect(difference).toBeCloseTo(2, 1);
  expect(low).toBeLessThan(2.05);
  expect(high).toBeGreaterThan(1.95);
  expect(high - low).toBeLessThan(0.3);
});

// Latencies of one block share what strikes that stretch of time; arms of one pair share half of it. True difference: 0.5.
describe.each([0.5, 0.9])("correlated blocks, quantile %f", (share) => {
  test("drawing blocks covers about as often as it says, drawing requests far too seldom", () => {
    const random = seededRandom(`blocks ${share}`);
    const runs = 120;
    let byBlock = 0;
    let byRequest = 0;
    for (let run = 0; run < runs; run++) {
      const blocks = Array.from({ length: 30 }, () => {
        const shared = random() + random();
        const arm = (shift: number) => {
          const own = random() + random();
          return Array.from({ length: 20 }, () => shift + 2 * (shared + own) + random());
        };
        return { treatment: arm(0.5), control: arm(0) };
      });
      const requests = blocks.flatMap(({ treatment, control }) =>
        treatment.map((latency, index) => ({ treatment: [latency], control: [control[index] as number] })),
      );
      const covers = ({ low, high }: { low: number; high: number }) => low <= 0.5 && 0.5 <= high;
      if (covers(quantileDifference(blocks, share, { random, resamples: 150 }))) byBlock += 1;
      if (covers(quantileDifference(requests, share, { random, resamples: 150 }))) byRequest += 1;
    }
    expect(byBlock / runs).toBeGreaterThan(0.88);
    expect(byBlock / runs).toBeLessThan(0.995);
    expect(byRequest / runs).toBeLessThan(0.7);
  });
});

test("blocksNeeded grows with the square of the precision", () => {
  expect(blocksNeeded(10, 4, 2)).toBe(40);
});
