import { planSchema, requestsOf } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { planScenario, renewPlan } from "./plan-scenario.ts";

const shape = ({ steps }: ReturnType<typeof planScenario>["trials"][number]) =>
  steps.flatMap(requestsOf).map(({ workload, arrivalMs, criticality }) => ({ workload, arrivalMs, criticality }));

describe.each(catalogue.map((scenario) => [scenario.name, scenario] as const))("%s", (_, scenario) => {
  const plan = planScenario(scenario, { seed: 7, runToken: "t" });
  const once = renewPlan(plan, { from: 2, isLost: true });
  const twice = renewPlan(once.plan, { from: 3, isLost: true });

  test("what was lost is planned once more, with the same arm and arrivals; what comes after it too", () => {
    expect(once.plan.trials).toHaveLength(plan.trials.length + 1);
    expect(once.plan.trials.map(({ trial }) => trial)).toEqual(once.plan.trials.map((_trial, index) => index));
    expect(twice.plan.trials.map(({ sendsAgain }) => sendsAgain ?? null)).toEqual(
      twice.plan.trials.map((_trial, index) => (index === 2 ? 1 : index === 3 ? 2 : null)),
    );
    for (const [index, trial] of twice.plan.trials.entries()) {
      const original = plan.trials[index < 2 ? index : Math.max(1, index - 2)];
      expect(trial.arm).toBe(original?.arm);
      expect(shape(trial)).toEqual(shape(original as typeof trial));
    }
    expect(planSchema.parse(twice.plan)).toEqual(twice.plan);
  });

  test("without it, only the rest is", () => {
    const rest = renewPlan(plan, { from: 2, isLost: false });
    expect(rest.plan.trials.map(({ arm }) => arm)).toEqual(plan.trials.map(({ arm }) => arm));
    expect(rest.trials.map(({ trial }) => trial)).toEqual(plan.trials.slice(2).map(({ trial }) => trial));
  });

  test("nobody has seen its ids: neither of a request nor of a workload", () => {
    const of = (part: typeof plan) =>
      [part.prepare, ...part.trials.map(({ steps }) => steps)].flat().flatMap(requestsOf);
    const all = of(twice.plan).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    const before = new Set(of(plan).flatMap(({ workloadId }) => workloadId ?? []));
    const rest = once.trials.flatMap(({ steps }) => steps.flatMap(requestsOf));
    const named = rest.flatMap(({ workload, workloadId }) =>
      // One that is meant to be the same in every trial stays so.
      workloadId?.includes(workload) ? [workloadId] : [],
    );
    expect(named.filter((id) => before.has(id))).toEqual([]);
  });
});
