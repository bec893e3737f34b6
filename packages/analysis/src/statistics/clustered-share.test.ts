import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { binomialInterval } from "./binomial-interval.ts";
import { clusteredShareInterval } from "./clustered-share.ts";

describe("clusteredShareInterval", () => {
  test("clusters that all agree count as one observation each", () => {
    const clusters = Array.from({ length: 6 }, () => ({ successes: 24, observations: 24 }));
    expect(clusteredShareInterval(clusters)).toEqual({ share: 1, ...binomialInterval(6, 6) });
  });

  test("observations that are spread evenly over clusters count one by one", () => {
    const clusters = Array.from({ length: 6 }, () => ({ successes: 6, observations: 12 }));
    expect(clusteredShareInterval(clusters)).toEqual({ share: 0.5, ...binomialInterval(36, 72) });
  });

  test("clusters of which each is all or nothing count as one observation each", () => {
    const clusters = [1, 1, 0, 1, 0, 1, 1, 0].map((all) => ({ successes: 10 * all, observations: 10 }));
    const { low, high } = clusteredShareInterval(clusters);
    expect({ low, high }).toEqual(binomialInterval(5, 8));
  });

  test("one cluster says next to nothing, none nothing", () => {
    expect(clusteredShareInterval([{ successes: 9, observations: 9 }]).low).toBeCloseTo(0.025, 6);
    expect(clusteredShareInterval([])).toEqual({ share: null, low: 0, high: 1 });
  });

  // Each trial has a share of its own, 0.7 ± 0.23: observations of one trial depend on each other.
  test.each([4, 10, 30])(
    "covers the true share of %i correlated trials, where counting observations does not",
    (trials) => {
      const random = seededRandom(trials);
      const runs = 300;
      let clustered = 0;
      let naive = 0;
      for (let run = 0; run < runs; run++) {
        const clusters = Array.from({ length: trials }, () => {
          const own = 0.7 + 0.4 * (random() - 0.5) * 2 * (random() < 0.5 ? 0.75 : 0.5);
          return {
            successes: Array.from({ length: 40 }, () => random() < own).filter(Boolean).length,
            observations: 40,
          };
        });
        const covers = ({ low, high }: { low: number; high: number }) => low <= 0.7 && 0.7 <= high;
        if (covers(clusteredShareInterval(clusters))) clustered += 1;
        const successes = clusters.reduce((sum, cluster) => sum + cluster.successes, 0);
        if (covers(binomialInterval(successes, 40 * trials))) naive += 1;
      }
      expect(clustered / runs).toBeGreaterThan(0.92);
      expect(naive / runs).toBeLessThan(0.8);
    },
  );
});
