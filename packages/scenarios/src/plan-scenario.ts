import {
  type Arm,
  PLAN_SCHEMA_VERSION,
  type Plan,
  type PlannedRequest,
  type PlannedStep,
  type PlannedTrial,
  type Scenario,
  type Step,
  seededRandom,
  shuffled,
} from "@wa-routing/protocol";
import { arrivalTimesMs } from "./arrival-times.ts";
import { workloadRequest } from "./workload-request.ts";

/** What a plan depends on beside the scenario. */
export interface PlanOptions {
  /** Permutes the arms and draws random arrivals. */
  readonly seed: number;
  /** Part of every id; default: made from the seed. Give a fresh one to a run against a router that may remember ids. */
  readonly runToken?: string;
}

interface TrialHead {
  readonly trial: number;
  readonly arm: Arm;
  readonly repeat: number;
}

/**
 * Works out everything that is going to be sent. The same scenario, seed and token give the same plan, byte for byte.
 *
 * Both arms of a repeat have the same arrivals; which arm comes first is permuted by the seed.
 */
export function planScenario(scenario: Scenario, { seed, runToken = tokenOf(seed) }: PlanOptions): Plan {
  const heads = trialHeads(scenario, seed);
  const requests = new RequestMaker(scenario, seed, runToken);
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    scenario,
    seed,
    runToken,
    prepare: planSteps(scenario.prepare, (step, index) => requests.inPrepare(step, index, heads)),
    trials: heads.map(
      (head): PlannedTrial => ({
        trial: head.trial,
        arm: head.arm,
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

type SendingStep = Extract<Step, { step: "prime" | "send" }>;

function planSteps(
  steps: readonly Step[],
  requestsOf: (step: SendingStep, index: number) => PlannedRequest[],
): PlannedStep[] {
  let queued = 0;
  return steps.map((step, index): PlannedStep => {
    switch (step.step) {
      case "prime":
        return { step: "prime", requests: requestsOf(step, index) };
      case "send": {
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
  readonly #seed: number;
  readonly #runToken: string;
  readonly #counts = new Map<string, number>();

  constructor(scenario: Scenario, seed: number, runToken: string) {
    this.#scenario = scenario;
    this.#seed = seed;
    this.#runToken = runToken;
  }

  inTrial(step: SendingStep, stepIndex: number, head: TrialHead): PlannedRequest[] {
    return timed(step, this.#randomOf(String(head.repeat), stepIndex)).map(({ workload, arrivalMs }) =>
      this.#make(String(head.trial).padStart(2, "0"), this.#played(workload, head), head, arrivalMs),
    );
  }

  /** In the preparation a workload stands for its ids of all trials that use it. */
  inPrepare(step: SendingStep, stepIndex: number, heads: readonly TrialHead[]): PlannedRequest[] {
    return timed(step, this.#randomOf("prepare", stepIndex)).flatMap(({ workload, arrivalMs }) =>
      heads.filter((head) => this.#isUsed(workload, head)).map((head) => this.#make("p", workload, head, arrivalMs)),
    );
  }

  #make(scope: string, workload: string, head: TrialHead, arrivalMs: number): PlannedRequest {
    const { name } = this.#scenario;
    const count = (this.#counts.get(scope) ?? 0) + 1;
    this.#counts.set(scope, count);
    return {
      id: `${this.#runToken}-${name}-${scope}-${String(count).padStart(3, "0")}`,
      workload,
      ...workloadRequest(this.#scenario, workload, head.arm, `${workload}-${name}-${this.#runToken}-${head.trial}`),
      arrivalMs,
    };
  }

  /** The workload that takes this one's place in this trial. */
  #played(workload: string, { arm }: TrialHead): string {
    const { control } = this.#scenario;
    if (arm === "treatment" || control?.control !== "substitute") return workload;
    return control.workloads[workload] ?? workload;
  }

  #isUsed(workload: string, head: TrialHead): boolean {
    const { control, steps } = this.#scenario;
    if (head.arm === "control" && control?.control === "without-header") return false;
    return steps.some((step) => workloadsOf(step).some((named) => this.#played(named, head) === workload));
  }

  #randomOf(scope: string, stepIndex: number) {
    return (stream: number) => seededRandom(`${this.#seed}/${this.#scenario.name}/${scope}/${stepIndex}/${stream}`);
  }
}

/** Workloads that a step names. */
export function workloadsOf(step: Step): readonly string[] {
  if (step.step === "prime") return step.workloads;
  return step.step === "send" ? step.streams.map(({ workload }) => workload) : [];
}

function timed(step: SendingStep, randomOf: (stream: number) => () => number) {
  if (step.step === "prime") {
    const round = step.workloads.map((workload) => ({ workload, arrivalMs: 0 }));
    return Array.from({ length: step.requestsEach }, () => round).flat();
  }
  return step.streams
    .flatMap(({ workload, arrivals }, stream) =>
      arrivalTimesMs(arrivals, randomOf(stream)).map((arrivalMs) => ({ workload, arrivalMs })),
    )
    .sort((a, b) => a.arrivalMs - b.arrivalMs);
}
