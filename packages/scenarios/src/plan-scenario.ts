import {
  type Arm,
  PLAN_SCHEMA_VERSION,
  type Plan,
  type PlannedRequest,
  type PlannedStep,
  type PlannedTrial,
  ROUTES,
  type Route,
  type Scenario,
  type Step,
  seededRandom,
  shuffled,
  substituteOf,
} from "@wa-routing/protocol";
import { narrowed, type SendingStep, timed } from "./sending-times.ts";
import { workloadRequest } from "./workload-request.ts";

/** What a plan depends on beside the scenario. */
export interface PlanOptions {
  /** Permutes the arms and draws random arrivals. */
  readonly seed: number;
  /** Part of every id; default: made from the seed. Give a fresh one to a run against a router that may remember ids. */
  readonly runToken?: string;
  /** Routes that the environment has; a workload that takes another one is left out. Default: all. */
  readonly routes?: readonly Route[];
}

interface TrialHead {
  readonly trial: number;
  readonly arm: Arm;
  readonly repeat: number;
  readonly sendsAgain?: number;
}

/**
 * Works out everything that is going to be sent. The same scenario, seed and token give the same plan, byte for byte.
 *
 * Both arms of a repeat have the same arrivals; which arm comes first is permuted by the seed.
 */
export function planScenario(scenario: Scenario, options: PlanOptions): Plan {
  const { seed, runToken = tokenOf(seed), routes = ROUTES } = options;
  const steps = planned(scenario, trialHeads(scenario, seed), { seed, runToken, routes });
  return { schemaVersion: PLAN_SCHEMA_VERSION, scenario, seed, runToken, ...steps };
}

/** What is left of a plan after a restart, and the whole of it. */
export interface RenewedPlan {
  readonly plan: Plan;
  /** What prepares the rest, once more: the router may have forgotten what prepared it. Its steps count on in the plan. */
  readonly prepare: readonly PlannedStep[];
  readonly trials: readonly PlannedTrial[];
}

/**
 * Plans what is left after a restart anew, with ids that nobody has seen: from `from` on, where `isLost` with the trial before it once
 * more. The same plan and trial give the same, byte for byte.
 *
 * @param routes As in {@link PlanOptions}.
 */
export function renewPlan(
  plan: Plan,
  {
    from,
    isLost,
    routes = ROUTES,
  }: { readonly from: number; readonly isLost: boolean; readonly routes?: readonly Route[] },
): RenewedPlan {
  const { scenario, seed, runToken } = plan;
  const done = plan.trials.slice(0, from);
  const first = from - done.filter(({ sendsAgain }) => sendsAgain !== undefined).length - (isLost ? 1 : 0);
  const heads = trialHeads(scenario, seed)
    .slice(first)
    .map((head, index) => ({
      ...head,
      trial: from + index,
      ...(isLost && index === 0 ? { sendsAgain: from - 1 } : {}),
    }));
  const rest = planned(scenario, heads, { seed, runToken: `${runToken}r${from}`, routes });
  return {
    ...rest,
    plan: { ...plan, prepare: [...plan.prepare, ...rest.prepare], trials: [...done, ...rest.trials] },
  };
}

function planned(scenario: Scenario, heads: readonly TrialHead[], options: Required<PlanOptions>) {
  const requests = new RequestMaker(scenario, options);
  return {
    prepare: planSteps(scenario.prepare, (step, index) => requests.inPrepare(step, index, heads)),
    trials: heads.map(
      (head): PlannedTrial => ({
        trial: head.trial,
        arm: head.arm,
        ...(head.sendsAgain === undefined ? {} : { sendsAgain: head.sendsAgain }),
        steps: planSteps(scenario.steps, (step, index) => requests.inTrial(step, index, head)),
      }),
    ),
  };
}

function tokenOf(seed: number): string {
  return (seed >>> 0).toString(36);
}

function trialHeads({ name, sampling, control }: Scenario, seed: number): TrialHead[] {
  const repeats = sampling.sampling === "fixed" ? sampling.trialsPerArm : sampling.maxTrialsPerArm;
  const arms: Arm[] = control === undefined ? ["treatment"] : ["treatment", "control"];
  const random = seededRandom(`${seed}/${name}/arms`);
  return Array.from({ length: repeats }, (_, repeat) => shuffled(arms, random).map((arm) => ({ arm, repeat })))
    .flat()
    .map((head, trial) => ({ ...head, trial }));
}

function planSteps(
  steps: readonly Step[],
  requestsOf: (step: SendingStep, index: number) => PlannedRequest[],
): PlannedStep[] {
  let queued = 0;
  return steps.map((step, index): PlannedStep => {
    switch (step.step) {
      case "prime":
        return { step: "prime", requests: requestsOf(step, index) };
      case "send":
      case "alternate": {
        const requests = requestsOf(step, index);
        queued += requests.length;
        return { step: "send", requests };
      }
      case "hold":
        queued = 0;
        return step;
      case "barrier":
        return { ...step, queued };
      default:
        return step;
    }
  });
}

/** Makes requests with ids that are unique in the run. */
class RequestMaker {
  readonly #scenario: Scenario;
  readonly #options: Required<PlanOptions>;
  readonly #counts = new Map<string, number>();

  constructor(scenario: Scenario, options: Required<PlanOptions>) {
    this.#scenario = scenario;
    this.#options = options;
  }

  inTrial(step: SendingStep, stepIndex: number, head: TrialHead): PlannedRequest[] {
    const reachable = narrowed(step, (workload) => this.#isReachable(this.#played(workload, head)));
    return timed(reachable, this.#randomOf(String(head.repeat), stepIndex)).map(({ workload, arrivalMs }) =>
      this.#make(String(head.trial).padStart(2, "0"), this.#played(workload, head), head, arrivalMs),
    );
  }

  /** In the preparation a workload stands for its ids of all trials that use it. */
  inPrepare(step: SendingStep, stepIndex: number, heads: readonly TrialHead[]): PlannedRequest[] {
    const reachable = narrowed(step, (workload) => this.#isReachable(workload));
    return timed(reachable, this.#randomOf("prepare", stepIndex)).flatMap(({ workload, arrivalMs }) =>
      heads.filter((head) => this.#isUsed(workload, head)).map((head) => this.#make("p", workload, head, arrivalMs)),
    );
  }

  #make(scope: string, workload: string, head: TrialHead, arrivalMs: number): PlannedRequest {
    const { name, workloads } = this.#scenario;
    const { runToken } = this.#options;
    const route = workloads[workload]?.route;
    const count = (this.#counts.get(scope) ?? 0) + 1;
    this.#counts.set(scope, count);
    return {
      id: `${runToken}-${name}-${scope}-${String(count).padStart(3, "0")}`,
      workload,
      ...workloadRequest(this.#scenario, workload, head.arm, `${workload}-${name}-${runToken}-${head.trial}`),
      arrivalMs,
      ...(route === undefined ? {} : { route }),
    };
  }

  /** The workload that takes this one's place in this trial. */
  #played(workload: string, { arm }: TrialHead): string {
    return arm === "treatment" ? workload : substituteOf(workload, this.#scenario.control);
  }

  #isReachable(workload: string): boolean {
    const route = this.#scenario.workloads[workload]?.route;
    return route === undefined || this.#options.routes.includes(route);
  }

  #isUsed(workload: string, head: TrialHead): boolean {
    const { control, steps } = this.#scenario;
    if (head.arm === "control" && control?.control === "without-header") return false;
    return steps.some((step) => workloadsOf(step).some((named) => this.#played(named, head) === workload));
  }

  #randomOf(scope: string, stepIndex: number) {
    return (stream: number) =>
      seededRandom(`${this.#options.seed}/${this.#scenario.name}/${scope}/${stepIndex}/${stream}`);
  }
}

/** Workloads that a step names. */
export function workloadsOf(step: Step): readonly string[] {
  if (step.step === "prime") return step.workloads;
  return "streams" in step ? step.streams.map(({ workload }) => workload) : [];
}
