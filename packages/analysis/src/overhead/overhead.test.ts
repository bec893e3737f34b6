import { type Plan, type RequestRecord, seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { isDecided, isOverheadDecided, measureOverhead, overheadBlocks } from "./overhead.ts";

const question = { treatment: "caller", baseline: "plain", limitMs: 5, quantile: 0.99, confidence: 0.95 };

/** Blocks of 80 requests of each kind, 6 ms each, with what is added to a kind's n-th request. */
function measured(blocks: number, addedMs: (workload: string, nth: number, trial: number) => number): RequestRecord[] {
  return Array.from({ length: blocks }, (_, trial) =>
    Array.from({ length: 160 }, (__, slot) => {
      const workload = slot % 4 === 0 || slot % 4 === 3 ? "caller" : "plain";
      const endMs = 6 + addedMs(workload, slot >> 1, trial);
      return { trial, workload, primed: false, outcome: "completed", sendMs: 0, endMs } as RequestRecord;
    }),
  ).flat();
}

const noise = (seed: string) => {
  const random = seededRandom(seed);
  return () => -Math.log(1 - random()) * 0.4;
};

describe("the verdict that a measurement leads to", () => {
  test.each([
    ["nothing added", () => 0, "below"],
    ["1 ms added to all", (workload: string) => (workload === "caller" ? 1 : 0), "below"],
    [
      "8 ms added to three in a hundred",
      (workload: string, nth: number) => (workload === "caller" && nth % 33 === 0 ? 8 : 0),
      "above",
    ],
    ["8 ms added to both kinds alike", (_: string, nth: number) => (nth % 33 === 0 ? 8 : 0), "hidden"],
    [
      "a stall of 100 ms in one block, in the measured kind",
      (workload: string, nth: number, trial: number) => (trial === 2 && workload === "caller" && nth < 10 ? 100 : 0),
      "open",
    ],
  ] as const)("%s: %s", (_, addedMs, expected) => {
    const more = noise("a");
    const answer = measureOverhead(
      measured(8, (workload, nth, trial) => addedMs(workload, nth, trial) + more()),
      question,
      1,
    );
    if (answer === null) throw new Error("eight blocks give an interval");
    expect(answer.pooled.low).toBeLessThanOrEqual(answer.pooled.high);
    expect(answer.pooled.difference).toBeCloseTo(answer.treatmentMs - answer.baselineMs, 9);
    const verdict = answer.low > 5 ? "above" : answer.high >= 5 ? "open" : answer.spreadMs > 4 ? "hidden" : "below";
    expect(verdict).toBe(expected);
    expect(isDecided(answer)).toBe(expected === "below" || expected === "above");
  });

  test("with twice as many blocks, one that was struck by a stall no longer decides", () => {
    const more = noise("b");
    const struck = measured(16, (workload, nth, trial) =>
      trial === 2 && workload === "caller" && nth < 10 ? 100 : more(),
    );
    expect(isDecided(measureOverhead(struck, question, 1))).toBe(true);
  });
});

test("what was not completed, primed or sent by others is left out, and so is a block with one kind only", () => {
  const [caller, , plain] = measured(1, () => 0) as [RequestRecord, RequestRecord, RequestRecord];
  const blocks = overheadBlocks(
    [
      { ...caller, endMs: 7 },
      { ...plain, workload: "plain", endMs: 8 },
      { ...caller, outcome: "failed" },
      { ...caller, primed: true },
      { ...caller, trial: null },
      { ...caller, workload: "other" },
      { ...caller, trial: 1 },
    ],
    question,
  );
  expect(blocks).toEqual([{ treatment: [7], control: [8] }]);
});

test("six blocks are too few, and are no decision", () => {
  expect(
    measureOverhead(
      measured(6, () => 0),
      question,
      1,
    ),
  ).toBeNull();
  expect(isDecided(null)).toBe(false);
});

describe("sampling", () => {
  const planAsking = (expectations: readonly object[]) =>
    ({
      seed: 1,
      scenario: { expectations },
      trials: [{ steps: [{ step: "send", requests: [{ workload: "caller" }, { workload: "plain" }] }] }],
    }) as unknown as Plan;
  const { limitMs: budgetMs, treatment: workload, quantile, confidence } = question;
  const asking = planAsking([
    { check: "performance.overhead", workload, baselines: ["plain"], budgetMs, quantile, confidence },
  ]);
  const trials = Array.from({ length: 70 }, (_, trial) => trial);
  const more = noise("c");
  const requests = measured(70, () => more());

  test("that is decided may stop after 8 trials and at each doubling", () => {
    expect(trials.filter((trial) => isOverheadDecided(asking, requests, trial))).toEqual([8, 16, 32, 64]);
  });

  test("that is not decided goes on, and so does one that asks nothing", () => {
    const open = requests.map((request) =>
      request.workload === "caller" && (request.trial ?? 0) % 2 === 0
        ? { ...request, endMs: request.endMs + 20 }
        : request,
    );
    expect(trials.filter((trial) => isOverheadDecided(asking, open, trial))).toEqual([]);
    expect(trials.filter((trial) => isOverheadDecided(planAsking([]), requests, trial))).toEqual([]);
  });
});

test("of routers that add nothing on a machine that stalls, hardly any is found too slow", () => {
  const random = seededRandom("stalls");
  const found = Array.from({ length: 60 }, () => {
    const stalled = measured(64, () => (random() < 0.05 ? 40 * random() : 0));
    return [8, 16, 32, 64].some((blocks) => {
      const answer = measureOverhead(
        stalled.filter(({ trial }) => (trial ?? 0) < blocks),
        question,
        1,
      );
      return answer !== null && answer.low > 5;
    });
  });
  expect(found.filter(Boolean).length).toBeLessThanOrEqual(3);
}, 60_000);
