import type { ArrivalRecord, Loss, Plan, RequestRecord, StepRecord } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { withoutSetAside } from "./set-aside.ts";

const request = (id: string, trial: number | null, outcome = "completed") => ({ id, trial, outcome }) as RequestRecord;
const step = (trial: number | null, ok: boolean) => ({ trial, ok, step: "send" }) as StepRecord;
const sends = (...ids: string[]) => ({ step: "send" as const, requests: ids.map((id) => ({ id })) });
const files = {
  plan: {
    scenario: { name: "s" },
    prepare: [sends("p1", "p2")],
    trials: [
      { trial: 0, arm: "treatment", steps: [sends("a")] },
      { trial: 1, arm: "treatment", steps: [sends("b")] },
      { trial: 2, arm: "treatment", sendsAgain: 1, steps: [sends("c")] },
    ],
  } as unknown as Plan,
  requests: [request("p1", null), request("p2", null, "failed"), request("a", 0), request("b", 1), request("c", 2)],
  steps: [step(null, true), step(null, false), step(0, true), step(1, false), step(2, true)],
  arrivals: ["p1", "a", "b", "c"].map((id) => ({ id, requestId: null })) as ArrivalRecord[],
};
const aside = (scenario: string, trial: number | null): Loss => ({
  ...{ witness: "router-log", text: "it was broken" },
  setAside: { scenario, trial, sentAgainAs: null },
});
const idsOf = (found: typeof files) => ({
  planned: [found.plan.prepare, ...found.plan.trials.map(({ steps }) => steps)]
    .flat()
    .flatMap((planned) => ("requests" in planned ? planned.requests.map(({ id }) => id) : [])),
  sent: found.requests.map(({ id }) => id),
  arrived: found.arrivals.map(({ id }) => id),
  steps: found.steps.map(({ trial, ok }) => `${trial} ${ok}`),
});

test("nothing was set aside, or only of another scenario: all is as it was", () => {
  expect(withoutSetAside(files, [{ witness: "arrivals", text: "lost" }, aside("other", 1)])).toBe(files);
});

test("a trial goes with everything that was planned, sent, done and seen of it", () => {
  expect(idsOf(withoutSetAside(files, [aside("s", 1)]))).toEqual({
    planned: ["p1", "p2", "a", "c"],
    sent: ["p1", "p2", "a", "c"],
    arrived: ["p1", "a", "c"],
    steps: ["null true", "null false", "0 true", "2 true"],
  });
});

test("of the preparation goes only what did not complete", () => {
  expect(idsOf(withoutSetAside(files, [aside("s", null)]))).toEqual({
    planned: ["p1", "a", "b", "c"],
    sent: ["p1", "a", "b", "c"],
    arrived: ["p1", "a", "b", "c"],
    steps: ["null true", "0 true", "1 false", "2 true"],
  });
});
