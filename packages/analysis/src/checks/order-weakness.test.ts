import { expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import type { ClaimAnalysis } from "../order/claim-analysis.ts";
import type { ClaimCounts } from "../order/order-claim.ts";
import { doubtOf, evidenceWeaknesses, weaknessesOf } from "./order-weakness.ts";

const episode = { trial: 0, arm: "treatment", members: 24, unproven: null } as const;
const quality = { witness: "arrivals", poor: null };
const sound = {
  gateway: { gate: "model-server" },
  complete: true,
  routers: ["epp"],
  episodes: [episode],
  witnesses: [quality],
  joins: { arrivalRate: 1, eventRate: 1, dispatchRate: 1 },
  requests: { sent: 48, outcomes: { completed: 48 }, examples: [] },
} as unknown as Analysis;

const follows = {
  contested: 40,
  episodes: 2,
  interval: { low: 0.98, high: 1 },
  plainShare: 1,
  plainInterval: { low: 0.98, high: 1 },
  opposedToFcfs: 20,
  withoutTerm: { term: "criticality", opposed: 50, follows: 50 },
  pValue: 1e-6,
  rightDispatches: 40,
  wrongDispatches: 0,
} as unknown as ClaimCounts;

const claimOf = (treatment: Partial<ClaimCounts> = {}, others: Partial<ClaimAnalysis> = {}): ClaimAnalysis => ({
  check: "functional.criticality-order",
  witness: "arrivals",
  minimumContested: 20,
  treatment: { ...follows, ...treatment },
  control: null,
  controlArm: false,
  ...others,
});

test("sound evidence has no weakness", () => {
  expect(weaknessesOf(claimOf(), sound)).toEqual([]);
});

test.each([
  [{ gateway: { gate: "none" } }, /^no gate/],
  [{ complete: false }, /did not reach its end/],
  [{ routers: ["a", "b"] }, /^2 routers shared the requests \(a, b\)/],
  [{ episodes: [] }, /^no queue was held/],
  [{ episodes: [{ ...episode, unproven: "one leaked" }] }, /^1 of 1 trials have no proven queue: one leaked/],
  [{ requests: { sent: 48, outcomes: { completed: 47 }, examples: ["r7 failed"] } }, /^1 of 48 .*: r7 failed/],
  [{ witnesses: [{ ...quality, poor: "9 of 100 are swapped" }] }, /^the witnesses disagree: .*9 of 100/],
  [{ joins: { arrivalRate: 0.5 } }, /^only 50 % of the requests were found at the model servers/],
])("a run with %o", (changes, reason) => {
  const analysis = { ...sound, ...changes } as Analysis;
  expect(evidenceWeaknesses(analysis, "arrivals")).toMatchObject([{ reason: expect.stringMatching(reason) }]);
});

test.each([
  [{ contested: 19 }, {}, /^19 contested dispatches, 20 are needed/],
  [{ opposedToFcfs: 19 }, {}, /^fcfs explains this just as well/],
  [{ withoutTerm: { term: "rate", opposed: 19, follows: 19 } }, {}, /^the policy without its rate term explains/],
  [{}, { controlArm: true, control: { ...follows, episodes: 0 } }, /^no trial of the control arm/],
  [{}, { controlArm: true, control: follows }, /^the control arm shows the same/],
] as const)("a claim with %o and %o", (treatment, others, reason) => {
  expect(weaknessesOf(claimOf(treatment, others), sound)).toMatchObject([{ reason: expect.stringMatching(reason) }]);
});

test("what refutes a claim is no weakness of it, however few pairs other policies oppose", () => {
  const refuted = {
    interval: { low: 0, high: 0.1 },
    opposedToFcfs: 0,
    withoutTerm: { ...follows.withoutTerm, opposed: 0 },
  };
  expect(weaknessesOf(claimOf(refuted), sound)).toEqual([]);
});

test("an order by the policy without the claimed term is doubted, though most pairs follow", () => {
  const order = { fits: [{ policy: "workload-aware", verdict: "explains" }] } as unknown as Parameters<
    typeof doubtOf
  >[1];
  expect(doubtOf(follows, order)).toBeNull();
  const withoutTerm = { term: "criticality", opposed: 50, follows: 40 } as const;
  expect(doubtOf({ ...follows, withoutTerm }, order)?.reason).toMatch(/without its criticality term .* 40 went as/);
});
