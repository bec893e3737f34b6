import { analyze, type Evidence, judge } from "@wa-routing/analysis";
import type { SuccessMetricId, Verdict } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { readCapture } from "./read-capture.ts";

// Of the recordings of real routers that pass, what must stop passing when their evidence is tampered with.
const PASSING = ["fork", "refepp-wa", "kind-fork-v2"] as const;
const ORDER = "functional.criticality-order";
const COMPLETE = "performance.all-complete";

interface Row {
  readonly way: string;
  readonly tampered: (evidence: Evidence, other: Evidence) => Evidence;
  readonly stops: Partial<Record<SuccessMetricId, Verdict>>;
}

const half = <Item>(all: readonly Item[]) => all.slice(0, all.length / 2);
const arrivalsOf = (change: (all: NonNullable<Evidence["arrivals"]>, other: Evidence) => Evidence["arrivals"]) => {
  return (evidence: Evidence, other: Evidence) => ({ ...evidence, arrivals: change(evidence.arrivals ?? [], other) });
};
function stepsLater(byMs: number) {
  return (evidence: Evidence) => ({
    ...evidence,
    steps: evidence.steps.map((step) => ({ ...step, startMs: step.startMs + byMs, endMs: step.endMs + byMs })),
  });
}

const rows: readonly Row[] = [
  { way: "arrivals removed", tampered: arrivalsOf(() => []), stops: { [ORDER]: "inconclusive" } },
  { way: "half of the arrivals lost", tampered: arrivalsOf(half), stops: { [ORDER]: "inconclusive" } },
  {
    way: "arrivals doubled",
    tampered: arrivalsOf((all) => all.flatMap((one) => [one, one])),
    stops: { [COMPLETE]: "fail" },
  },
  {
    way: "arrivals in the opposite order",
    tampered: arrivalsOf((all) => all.map((one) => ({ ...one, arrivedMs: -one.arrivedMs }))),
    stops: { [ORDER]: "inconclusive" },
  },
  {
    way: "arrivals of another recording",
    tampered: arrivalsOf((_, other) => other.arrivals),
    stops: { [ORDER]: "inconclusive" },
  },
  { way: "steps removed", tampered: (evidence) => ({ ...evidence, steps: [] }), stops: { [ORDER]: "inconclusive" } },
  { way: "steps a second later", tampered: stepsLater(1000), stops: { [ORDER]: "inconclusive" } },
  {
    way: "requests of another recording",
    tampered: (evidence, { requests }) => ({ ...evidence, requests }),
    stops: { [ORDER]: "inconclusive" },
  },
  {
    way: "a request that failed",
    tampered: (evidence) => ({
      ...evidence,
      requests: evidence.requests.map((one, index) =>
        index === 20 ? { ...one, outcome: "failed", status: 500 } : one,
      ),
    }),
    stops: { [ORDER]: "inconclusive", [COMPLETE]: "fail", "functional.no-errors": "fail" },
  },
  {
    way: "a run that did not end",
    tampered: (evidence) => ({ ...evidence, complete: false }),
    stops: { [ORDER]: "inconclusive", [COMPLETE]: "inconclusive", "performance.no-timeouts": "inconclusive" },
  },
];

const verdictsOf = ({ plan, evidence }: ReturnType<typeof readCapture>) =>
  Object.fromEntries(judge([analyze(plan, evidence)]).checks.map(({ id, verdict }) => [id, verdict]));

describe.each(PASSING)("the recording %s", (name) => {
  const capture = readCapture(name);
  const other = readCapture(name === "fork" ? "refepp-wa" : "fork");
  const untampered = verdictsOf(capture);

  test.each(rows)("$way: these checks stop passing, and no other", ({ tampered, stops }) => {
    const found = verdictsOf({ ...capture, evidence: tampered(capture.evidence, other.evidence) });
    expect(found).toEqual({ ...untampered, ...stops });
    expect(untampered).not.toMatchObject(stops);
  });

  // A gap in the judge: requests that were sent when the gate was open again prove no queue. What mends it turns this red.
  test("steps a second earlier: not yet inconclusive", () => {
    const found = verdictsOf({ ...capture, evidence: stepsLater(-1000)(capture.evidence) });
    expect(found).toEqual(untampered);
  });
});
