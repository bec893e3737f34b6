import {
  arrivalProcessSchema,
  planSchema,
  requestsOf as requestsOfStep,
  SLO_TTFT_HEADER,
  seededRandom,
} from "@wa-routing/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrivalTimesMs } from "./arrival-times.ts";
import { allScenarios, catalogue, findScenario } from "./catalogue.ts";
import { planScenario } from "./plan-scenario.ts";

const requestsOf = (plan: ReturnType<typeof planScenario>) =>
  [plan.prepare, ...plan.trials.map(({ steps }) => steps)]
    .flat()
    .flatMap((step) => ("requests" in step ? step.requests : []));

test.each(catalogue.filter(({ name }) => name !== "overhead").map(({ name }) => name))(
  "%s: the plan of seed 1 is the golden one",
  async (name) => {
    const plan = planScenario(findScenario(name), { seed: 1 });
    await expect(`${JSON.stringify(plan, null, 1)}\n`).toMatchFileSnapshot(`./golden/${name}.seed-1.json`);
  },
);

describe.each(catalogue.map((scenario) => [scenario.name, scenario] as const))("%s", (_name, scenario) => {
  test("the same input gives the same plan, byte for byte, and a plan is what its schema says", () => {
    const text = JSON.stringify(planScenario(scenario, { seed: 42, runToken: "t" }));
    expect(JSON.stringify(planScenario(scenario, { seed: 42, runToken: "t" }))).toBe(text);
    expect(JSON.parse(JSON.stringify(planSchema.parse(JSON.parse(text))))).toEqual(JSON.parse(text));
  });

  test("ids are unique and safe in a header, arrivals are sorted, barriers count what was sent since the hold", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const plan = planScenario(scenario, { seed });
        const ids = requestsOf(plan).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => /^[\w.-]+$/.test(id))).toBe(true);
        for (const { steps } of plan.trials) {
          let queued = 0;
          for (const step of steps) {
            if (step.step === "hold") queued = 0;
            if (step.step === "barrier") expect(step.queued).toBe(queued);
            if (step.step !== "send") continue;
            queued += step.requests.length;
            const times = step.requests.map(({ arrivalMs }) => arrivalMs);
            expect(times).toEqual(times.toSorted((a, b) => a - b));
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test("no trial shares a workload id with another, and both arms have the same arrivals", () => {
    const plan = planScenario(scenario, { seed: 3 });
    const idsOf = (trial: (typeof plan.trials)[number]) =>
      new Set(
        trial.steps.flatMap((step) =>
          "requests" in step ? step.requests.flatMap(({ workloadId }) => workloadId ?? []) : [],
        ),
      );
    const seen = new Set<string>();
    for (const trial of plan.trials) {
      for (const id of idsOf(trial)) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
    }
    const arrivals = (arm: string) =>
      plan.trials
        .filter((trial) => trial.arm === arm)
        .map(({ steps }) =>
          steps.flatMap((step) => ("requests" in step ? step.requests.map(({ arrivalMs }) => arrivalMs) : [])),
        );
    if (scenario.control !== undefined) expect(arrivals("control")).toEqual(arrivals("treatment"));
  });
});

test("the seed permutes the order of the arms, and nothing else decides it", () => {
  const orders = new Set(
    Array.from({ length: 20 }, (_, seed) =>
      planScenario(findScenario("basic-priority"), { seed })
        .trials.map(({ arm }) => arm)
        .join(),
    ),
  );
  expect(orders.size).toBeGreaterThan(3);
});

test("the run token is in every id, so that ids never meet those of another run", () => {
  const requests = requestsOf(planScenario(findScenario("basic-priority"), { seed: 1, runToken: "fresh" }));
  expect(
    requests.every(
      ({ id, workloadId }) => id.includes("fresh") && (workloadId === null || workloadId.includes("fresh")),
    ),
  ).toBe(true);
});

test("a control without headers sends none, a substitute takes its place, and both leave the rest as it is", () => {
  const basic = planScenario(findScenario("basic-priority"), { seed: 1 });
  const control = basic.trials.filter(({ arm }) => arm === "control").flatMap(({ steps }) => steps);
  expect(
    control.every(
      (step) => !("requests" in step) || step.requests.every(({ contextHeaders }) => contextHeaders.length === 0),
    ),
  ).toBe(true);
  const boost = planScenario(findScenario("wait-time-boost"), { seed: 1 });
  const workloads = (arm: string) =>
    new Set(
      boost.trials
        .filter((trial) => trial.arm === arm)
        .flatMap(({ steps }) =>
          steps.flatMap((step) => ("requests" in step ? step.requests.map(({ workload }) => workload) : [])),
        ),
    );
  expect(workloads("treatment")).toEqual(new Set(["rival", "waiter"]));
  expect(workloads("control")).toEqual(new Set(["rival", "briefWaiter"]));
});

test("other headers travel with the requests of their workload, in the treatment and not in a control without headers", () => {
  const { trials } = planScenario(findScenario("slo-deadline"), { seed: 1 });
  const deadlines = (arm: string) =>
    trials
      .filter((trial) => trial.arm === arm)
      .map(({ steps }) => steps.flatMap(requestsOfStep).map(({ headers }) => headers?.[SLO_TTFT_HEADER]));
  const six = (value: string | undefined) => Array.from({ length: 6 }, () => value);
  const sent = [...six(undefined), ...six("90000"), ...six("60000"), ...six("30000")];
  expect(deadlines("treatment")).toEqual([sent, sent, sent]);
  expect(deadlines("control").flat()).toEqual(Array.from({ length: 72 }, () => undefined));
});

test("all is what claims a success metric, and what an ordering has of its own", () => {
  const names = (orderings: string[]) => allScenarios(orderings).map(({ name }) => name);
  expect(names([])).not.toContain("slo-deadline");
  expect(names(["fcfs"])).toEqual(names([]));
  expect(names(["fcfs", "slo-deadline"])).toEqual([...names([]), "slo-deadline"]);
});

describe("alternating ways", () => {
  const blockOf = (routes: ("direct" | "fcfs")[]) =>
    planScenario(findScenario("overhead"), { seed: 5, routes }).trials[3]?.steps.flatMap((step) =>
      step.step === "send" ? step.requests : [],
    ) ?? [];

  test.each([
    [[], ["caller", "plain"]],
    [["direct"], ["caller", "direct", "plain"]],
    [
      ["direct", "fcfs"],
      ["caller", "direct", "fcfs", "plain"],
    ],
  ] as const)("with the routes %j, %j are sent, without a gap", (routes, workloads) => {
    const block = blockOf([...routes]);
    expect([...new Set(block.map(({ workload }) => workload))].sort()).toEqual(workloads);
    expect(block.every(({ arrivalMs }, slot) => arrivalMs === slot * 8)).toBe(true);
    expect(new Set(block.map(({ route }) => route))).toEqual(new Set([undefined, ...routes]));
  });

  test("neighbours are of all kinds, and none is always the one that follows another", () => {
    const block = blockOf(["direct", "fcfs"]).map(({ workload }) => workload);
    for (let begin = 0; begin + 26 <= block.length; begin += 26) {
      const callers = block.slice(begin, begin + 26).filter((workload) => workload === "caller").length;
      expect(callers).toBeGreaterThanOrEqual(6);
      expect(callers).toBeLessThanOrEqual(10);
    }
    const followed = block.filter((workload, slot) => workload === "caller" && block[slot - 1] === "fcfs").length;
    expect(followed).toBeGreaterThan(10);
    expect(followed).toBeLessThan(45);
    const late = block.slice(block.length / 2).filter((workload) => workload === "direct").length;
    expect(Math.abs(late - 10)).toBeLessThanOrEqual(1);
  });

  test("a workload whose route is missing is not primed either", () => {
    const { prepare } = planScenario(findScenario("overhead"), { seed: 5, routes: [] });
    const primed = prepare.flatMap((step) => ("requests" in step ? step.requests : []));
    expect(new Set(primed.map(({ workload }) => workload))).toEqual(new Set(["caller", "plain"]));
  });
});

describe("arrivalTimesMs", () => {
  const random = () => seededRandom(9);
  test.each([
    [{ process: "burst", count: 3 }, [0, 0, 0]],
    [{ process: "constant", count: 3, ratePerSecond: 100 }, [0, 10, 20]],
    [{ process: "replay", arrivalsMs: [5, 1, 3] }, [1, 3, 5]],
    [{ process: "ramp", count: 2, fromRatePerSecond: 10, toRatePerSecond: 10 }, [100, 200]],
  ] as const)("%j", (process, expected) => {
    expect(arrivalTimesMs(arrivalProcessSchema.parse(process), random())).toEqual(expected);
  });

  test("poisson has about its rate, and its gaps are exponential: their deviation is their mean", () => {
    const times = arrivalTimesMs({ process: "poisson", count: 20_000, ratePerSecond: 50 }, random());
    const gaps = times.map((ms, index) => ms - (times[index - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean).toBeCloseTo(20, 0);
    expect(deviation / mean).toBeCloseTo(1, 1);
  });

  test("a ramp ends when its mean rate says, and becomes denser", () => {
    const times = arrivalTimesMs(
      { process: "ramp", count: 300, fromRatePerSecond: 50, toRatePerSecond: 150 },
      random(),
    );
    expect(times.at(-1)).toBeCloseTo(3000, 6);
    expect(times.filter((ms) => ms < 1500).length).toBeLessThan(130);
  });
});
