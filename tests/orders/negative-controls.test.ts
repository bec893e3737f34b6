import { analyze, judge, type QueueDiscipline } from "@wa-routing/analysis";
import type { Verdict } from "@wa-routing/protocol";
import { findScenario, planScenario } from "@wa-routing/scenarios";
import { describe, expect, test } from "vitest";
import type { GeneratedOrder } from "./generated-queue.ts";
import { generateRun } from "./generated-run.ts";
import { generatedAnalysis, ORDER_SCENARIOS, orderChecks, orderVerdicts } from "./verdict-rates.ts";

// Many more seeds, and the rates: npm run bench -- verdicts
const SEEDS = [1, 2];
const NAMES = ORDER_SCENARIOS.map(({ name }) => name);
// Where the criticality alone decides, where other terms decide too, and where they decide against it.
const BY_CRITICALITY_ALONE: Readonly<Record<string, Verdict>> = {
  "basic-priority": "pass",
  "mixed-stress": "inconclusive",
  "default-workload": "inconclusive",
  "wait-time-boost": "fail",
  "request-rate-fairness": "fail",
};

const verdictsOf = (name: string, order: GeneratedOrder, discipline?: QueueDiscipline) =>
  SEEDS.flatMap((seed) => orderVerdicts(findScenario(name), order, seed, discipline));

describe.each(NAMES)("%s, judged without a gateway", (name) => {
  test("a router that follows the policy passes", () => {
    for (const { id, verdict, summary } of verdictsOf(name, "workload-aware")) {
      expect(verdict, `${id}: ${summary}`).toBe("pass");
    }
  });

  test.each(["lazy-binary-heap", "sorted"] as const)("so does one whose queue is another: %s", (discipline) => {
    for (const { id, verdict, summary } of verdictsOf(name, "workload-aware", discipline)) {
      expect(verdict, `${id}: ${summary}`).toBe("pass");
    }
  });

  test.each(["fcfs", "shuffled", "reversed"] as const)("%s passes no check", (order) => {
    for (const { id, verdict, summary } of verdictsOf(name, order)) {
      expect(verdict, `${id}: ${summary}`).not.toBe("pass");
    }
  });

  test("fcfs is named as the explanation", () => {
    for (const { reasons } of verdictsOf(name, "fcfs")) {
      const explained = reasons.find(({ code }) => code === "explained-by");
      expect(String(explained?.figures.rules).split(",")).toContain("fcfs");
    }
  });

  test("last come, first served is never told to be the claimed rule: the control arm parts them", () => {
    const scenario = findScenario(name);
    for (const seed of SEEDS) {
      const analysis = generatedAnalysis(scenario, "reversed", seed);
      for (const { text } of analysis.attribution) expect(text).not.toContain("explained by workload-aware");
      for (const { id, reasons } of orderChecks(scenario, analysis)) {
        const rules = reasons.flatMap(({ code, figures }) => (code === "explained-by" ? [String(figures.rules)] : []));
        expect(rules.join(), id).not.toContain("workload-aware");
      }
    }
  });

  test("an order by criticality alone passes only where the claim is about criticality", () => {
    for (const { id, verdict, summary } of verdictsOf(name, "strict")) {
      expect(verdict, `${id}: ${summary}`).toBe(BY_CRITICALITY_ALONE[name]);
    }
  });

  test("a router that is right at two dispatches of three does not pass as one whose dispatch order is its scores'", () => {
    for (const { id, verdict, summary } of verdictsOf(name, "partly-right")) {
      if (id === "observability.dispatch-order") expect(verdict, summary).not.toBe("pass");
    }
  });
});

// All but the term speaks against the claim: what a hair of another term decides must not look like it.
test.each([
  ["basic-priority", "without-criticality"],
  ["mixed-stress", "without-criticality"],
  ["request-rate-fairness", "without-rate"],
  ["wait-time-boost", "without-wait"],
] as const)("%s: a router %s passes no check, whatever the seed", (name, order) => {
  for (let seed = 1; seed <= 12; seed++) {
    for (const { id, verdict, summary } of orderVerdicts(findScenario(name), order, seed)) {
      expect(verdict, `seed ${seed}, ${id}: ${summary}`).not.toBe("pass");
    }
  }
});

test.each(["lazy-binary-heap", "sorted"] as const)(
  "a router without the wait term is caught under %s too",
  (discipline) => {
    for (const seed of SEEDS) {
      for (const { id, verdict, summary } of orderVerdicts(
        findScenario("wait-time-boost"),
        "without-wait",
        seed,
        discipline,
      )) {
        expect(verdict, `seed ${seed}, ${id}: ${summary}`).not.toBe("pass");
      }
    }
  },
);

test("two routers that share the requests: no order is judged, and it is said why", () => {
  const plan = planScenario(findScenario("basic-priority"), { seed: 2 });
  const evidence = generateRun(plan, { order: "workload-aware", seed: 2, routerLog: true });
  const events = evidence.events?.map((event, index) => ({ ...event, source: index % 3 === 0 ? "epp-a" : "epp-b" }));
  const { checks } = judge([analyze(plan, { ...evidence, events: events ?? null })]);
  for (const id of ["functional.criticality-order", "observability.dispatch-order"]) {
    const check = checks.find((candidate) => candidate.id === id);
    expect(check, id).toMatchObject({ verdict: "inconclusive" });
    expect(check?.reasons[0]).toMatchObject({
      code: "several-routers",
      figures: { routers: 2, names: "epp-a, epp-b" },
    });
  }
});

describe("attribution", () => {
  const attributionOf = (order: GeneratedOrder, name = "basic-priority", discipline?: QueueDiscipline) =>
    generatedAnalysis(findScenario(name), order, 2, discipline).attribution;

  // Both agree with 95 % of the pairs and more; where they part, all go one way.
  test.each([
    ["strict", "strict-criticality", "workload-aware"],
    ["workload-aware", "workload-aware", "strict-criticality"],
  ] as const)("an order that is %s is explained by %s, not by %s too", (order, rule, other) => {
    const [found] = generatedAnalysis(findScenario("mixed-stress"), order, 15).attribution;
    const verdictOf = (name: string) => found?.fits.find((fit) => fit.rule === name)?.verdict;
    expect([verdictOf(rule), verdictOf(other)]).toEqual(["explains", "undecided"]);
    expect(found?.text).toMatch(new RegExp(`^explained by ${rule}[ ,]`));
    expect(found?.text).not.toContain("would look the same");
  });

  test("names the queue discipline that parts from the others", () => {
    const [order] = attributionOf("workload-aware", "wait-time-boost", "sorted");
    expect(order?.fits.find(({ rule }) => rule === "workload-aware")).toMatchObject({
      ...{ verdict: "explains", discipline: "sorted" },
      disciplines: [
        { discipline: "sorted", verdict: "explains" },
        { discipline: "lazy-max-min-heap", verdict: "refuted" },
        { discipline: "lazy-binary-heap", verdict: "refuted" },
      ],
    });
    expect(order?.text).toMatch(/; queue: sorted anew at each dispatch$/);
  });

  const verdicts = (order: GeneratedOrder, name?: string) =>
    Object.fromEntries((attributionOf(order, name)[0]?.fits ?? []).map(({ rule, verdict }) => [rule, verdict]));

  test.each([
    [
      "workload-aware",
      "request-rate-fairness",
      { "workload-aware": "explains", fcfs: "refuted", "strict-criticality": "refuted" },
    ],
    [
      "workload-aware",
      "wait-time-boost",
      { "workload-aware": "explains", fcfs: "refuted", "strict-criticality": "refuted", lifo: "refuted" },
    ],
    ["fcfs", "basic-priority", { fcfs: "explains", "workload-aware": "refuted", lifo: "refuted" }],
    ["reversed", "mixed-stress", { lifo: "explains", fcfs: "refuted", "workload-aware": "refuted" }],
    ["strict", "mixed-stress", { "strict-criticality": "explains", fcfs: "refuted" }],
    ["shuffled", "basic-priority", { fcfs: "refuted", lifo: "refuted", "workload-aware": "refuted" }],
  ] as const)("%s in %s", (order, name, expected) => {
    expect(verdicts(order, name)).toMatchObject(expected);
  });

  test("both witnesses give the same, and each trial adds to the whole", () => {
    const [first, second] = attributionOf("workload-aware");
    expect(second?.fits.map(({ verdict }) => verdict)).toEqual(first?.fits.map(({ verdict }) => verdict));
    for (const [index, fit] of (first?.fits ?? []).entries()) {
      const ofTrials = first?.trials.map(({ fits }) => fits[index]?.agreeing ?? 0) ?? [];
      expect(ofTrials.reduce((sum, count) => sum + count, 0)).toBe(fit.agreeing);
    }
  });

  test.each([
    ["basic-priority", "criticality", 1],
    ["request-rate-fairness", "rate", 1],
    // A waiter's third request still leaves, by a heap that was not sorted again, when its boost has burnt off.
    ["wait-time-boost", "wait", 0.6],
  ] as const)("%s: overtakings are decided by %s, %f of them by scores that speak for them", (name, term, share) => {
    const overtakings = attributionOf("workload-aware", name)[0]?.overtakings ?? [];
    expect(overtakings.length).toBeGreaterThan(20);
    const decided = overtakings.filter(({ decidedBy }) => decidedBy === term).length;
    expect(decided / overtakings.length).toBeGreaterThan(0.9);
    const justified = overtakings.filter(({ scoreDifference }) => scoreDifference > 0).length;
    expect(justified / overtakings.length).toBeGreaterThanOrEqual(share);
  });
});
