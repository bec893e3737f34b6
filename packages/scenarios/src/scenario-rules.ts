import { isOrderClaim, isOverheadClaim, isPrecedenceClaim, type Scenario } from "@wa-routing/protocol";
import { workloadsOf } from "./plan-scenario.ts";
import { orderClaimsArePrimed, windowIsNotCrossed } from "./priming-rules.ts";
import type { Problem, ScenarioRule } from "./scenario-problem.ts";

const namesExist: ScenarioRule = (scenario) => {
  const unknown = (name: string, path: Problem["path"]): Problem[] =>
    name in scenario.workloads
      ? []
      : [
          {
            path,
            message: `there is no workload ${JSON.stringify(name)}; there are ${Object.keys(scenario.workloads).join(", ")}`,
          },
        ];
  const inSteps = (key: "prepare" | "steps") =>
    scenario[key].flatMap((step, index) => workloadsOf(step).flatMap((name) => unknown(name, [key, index])));
  const inExpectations = scenario.expectations.flatMap((expectation, index) => {
    const path = ["expectations", index];
    if (isPrecedenceClaim(expectation)) {
      return expectation.precedences.flatMap(({ first, second }, nth) => [
        ...unknown(first, [...path, "precedences", nth, "first"]),
        ...unknown(second, [...path, "precedences", nth, "second"]),
      ]);
    }
    if (isOverheadClaim(expectation)) {
      const { workload, baselines } = expectation;
      return [
        ...unknown(workload, [...path, "workload"]),
        ...baselines.flatMap((name, nth) => unknown(name, [...path, "baselines", nth])),
      ];
    }
    return expectation.references.flatMap((name, nth) => unknown(name, [...path, "references", nth]));
  });
  const substitutes = scenario.control?.control === "substitute" ? Object.entries(scenario.control.workloads) : [];
  const inControl = substitutes.flatMap(([from, to]) => [
    ...unknown(from, ["control", "workloads", from]),
    ...unknown(to, ["control", "workloads", from]),
  ]);
  return [...inSteps("prepare"), ...inSteps("steps"), ...inExpectations, ...inControl];
};

const gateIsUsedInTurn: ScenarioRule = (scenario) =>
  (["prepare", "steps"] as const).flatMap((key) => {
    const problems: Problem[] = [];
    let held = false;
    for (const [index, { step }] of scenario[key].entries()) {
      const path = [key, index];
      if (step === "hold" && held) problems.push({ path, message: "the gate is held already; release it first" });
      if ((step === "barrier" || step === "release" || step === "drain") && !held && step !== "drain") {
        problems.push({ path, message: `${step} needs a hold before it` });
      }
      if ((step === "drain" || step === "prime") && held) {
        problems.push({
          path,
          message: `${step} waits for answers, and none come while the gate is held; release it first`,
        });
      }
      if (step === "hold") held = true;
      if (step === "release") held = false;
    }
    if (held) problems.push({ path: [key], message: "every hold needs a release" });
    return problems;
  });

const trialsEndDrained: ScenarioRule = ({ prepare, steps }) =>
  (
    [
      ["prepare", prepare],
      ["steps", steps],
    ] as const
  ).flatMap(([key, list]) => {
    const lastSend = list.findLastIndex(({ step }) => step === "send" || step === "alternate");
    const drained = list.slice(lastSend + 1).some(({ step }) => step === "drain");
    return lastSend < 0 || drained
      ? []
      : [
          {
            path: [key, lastSend],
            message: "a send needs a drain after it, so that nothing is left for the next trial",
          },
        ];
  });

const precedencesDiffer: ScenarioRule = ({ expectations }) =>
  expectations.flatMap((expectation, index) =>
    isPrecedenceClaim(expectation)
      ? expectation.precedences.flatMap(({ first, second }, nth) =>
          first === second
            ? [
                {
                  path: ["expectations", index, "precedences", nth],
                  message: "inside one workload a router promises no order",
                },
              ]
            : [],
        )
      : [],
  );

const samplingHasSomethingToDecide: ScenarioRule = ({ sampling, expectations, control }) => {
  if (sampling.sampling !== "until-decided") return [];
  const decidable = expectations.some(isOverheadClaim) && control === undefined;
  return decidable
    ? []
    : [{ path: ["sampling"], message: "until-decided needs the expectation performance.overhead, and no control arm" }];
};

const overheadIsADifference: ScenarioRule = ({ expectations, workloads }) =>
  expectations.flatMap((expectation, index) => {
    if (!isOverheadClaim(expectation)) return [];
    const { workload, baselines } = expectation;
    const problem = (field: string, message: string) => [{ path: ["expectations", index, field], message }];
    const isRouted = (name: string) => workloads[name]?.route !== undefined;
    if (baselines.includes(workload)) return problem("baselines", "overhead is a difference: name another workload");
    if (isRouted(workload))
      return problem("workload", "what is measured goes through the gateway: name one without a route");
    return baselines.every(isRouted)
      ? problem("baselines", "name one without a route too: not every environment has other routes")
      : [];
  });

const routesMeetNoQueue: ScenarioRule = ({ workloads, prepare, steps, expectations }) => {
  const routed = Object.keys(workloads).find((name) => workloads[name]?.route !== undefined);
  const queues = [...prepare, ...steps].some(({ step }) => step === "hold");
  const claimsOrder = expectations.some(isOrderClaim);
  if (routed === undefined || (!queues && !claimsOrder)) return [];
  const message = "requests by another route never wait in the router under test: not together with a hold or an order";
  return [{ path: ["workloads", routed, "route"], message }];
};

const RULES: readonly ScenarioRule[] = [
  namesExist,
  gateIsUsedInTurn,
  trialsEndDrained,
  precedencesDiffer,
  samplingHasSomethingToDecide,
  overheadIsADifference,
  routesMeetNoQueue,
  orderClaimsArePrimed,
  (scenario) => windowIsNotCrossed(scenario),
];

/** What is wrong with a scenario whose fields are all of the right kind. */
export function scenarioProblems(scenario: Scenario): Problem[] {
  const [names = [], ...others] = RULES.map((rule) => rule(scenario));
  return names.length > 0 ? names : others.flat();
}
