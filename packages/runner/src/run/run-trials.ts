import { isOverheadDecided } from "@wa-routing/analysis";
import type { RunningGateway } from "@wa-routing/environments";
import type { Plan, PlannedStep, PlannedTrial, RequestRecord } from "@wa-routing/protocol";
import { renewPlan } from "@wa-routing/scenarios";
import type { Recorder } from "../folder/run-folder.ts";
import type { Progress } from "./progress.ts";
import type { RunRecording } from "./run-recording.ts";
import type { StepOptions, StepPlace, StepRunner } from "./step-runner.ts";

const MOST_FAILED_TRIALS = 2;
const MOST_SENT_AGAIN = 2;
const DRAIN_MS = 30_000;
const SETTLED = { quietMs: 100, deadlineMs: 2000 } as const;

/** What trials need beside what does their steps. */
export interface TrialOptions extends StepOptions {
  readonly onProgress: (progress: Progress) => void;
  /** Where it is noted what a restart broke. */
  readonly recording: Pick<RunRecording, "losses" | "setAside" | "settle" | "readLog" | "leaveAlone">;
  readonly gateway: Pick<RunningGateway, "recovered">;
  readonly recorder: Pick<Recorder, "replan">;
}

/** Steps that belong together: a trial, or what prepares all of them. */
interface Part extends Omit<StepPlace, "stepIndex"> {
  readonly steps: readonly PlannedStep[];
  /** Where they begin in the plan's preparation, or in their trial. */
  readonly firstStep: number;
}

/** What is to be done; after a restart, what is left. */
interface Rest {
  readonly preparation: Part;
  readonly trials: readonly PlannedTrial[];
}

/** How a part went: what is left was planned anew, or nothing more is to be done. */
type Outcome = "done" | "failed" | "end" | Rest;

/** Prepares and carries out the trials of a plan, one after the other. @param requests Grows as they are sent. */
export async function runTrials(
  plan: Plan,
  runner: StepRunner,
  requests: readonly RequestRecord[],
  options: TrialOptions,
): Promise<void> {
  const trials = new Trials(plan, runner, requests, options);
  let rest: Rest | null = { preparation: preparationOf(plan.prepare, 0), trials: plan.trials };
  while (rest !== null) rest = await trials.run(rest);
}

function preparationOf(steps: readonly PlannedStep[], firstStep: number): Part {
  return { trial: null, arm: null, steps, firstStep };
}

/** What has become of the trials of one scenario so far. */
class Trials {
  #plan: Plan;
  readonly #runner: StepRunner;
  readonly #requests: readonly RequestRecord[];
  readonly #options: TrialOptions;
  #startMs: number | null = null;
  readonly #setAside = new Set<number | null>();
  #sentAgain = 0;
  #failed = 0;

  constructor(plan: Plan, runner: StepRunner, requests: readonly RequestRecord[], options: TrialOptions) {
    this.#plan = plan;
    this.#runner = runner;
    this.#requests = requests;
    this.#options = options;
  }

  /** @returns What is left, planned anew, when a restart broke a part of it; null: it has come to its end. */
  async run({ preparation, trials }: Rest): Promise<Rest | null> {
    const prepared = await this.#attempt(preparation);
    if (prepared !== "done") return typeof prepared === "string" ? null : prepared;
    this.#startMs ??= this.#options.clock.nowMs();
    for (const trial of trials) {
      if (this.#isEnough(trial.trial)) return null;
      const outcome = await this.#attempt({ ...trial, firstStep: 0 });
      if (typeof outcome !== "string") return outcome;
      if (outcome === "failed") this.#failed += 1;
      if (outcome === "end" || this.#failed >= MOST_FAILED_TRIALS) return null;
      // Whoever is replaced takes with it what was not read.
      if (this.#options.gateway.recovered !== undefined) await this.#options.recording.readLog();
    }
    return null;
  }

  async #attempt(part: Part): Promise<Outcome> {
    const { signal, onProgress, recording } = this.#options;
    const { scenario, trials } = this.#plan;
    const [since, before] = [recording.losses, this.#requests.length];
    const isDone = await runSteps(part, this.#runner, (step) => {
      signal.throwIfAborted();
      const trial = part.trial === null ? 0 : part.trial + 1;
      const now = { scenario: scenario.name, trial, trials: trials.length, step };
      onProgress(now);
      return (waitsFor) => onProgress({ ...now, waitsFor });
    });
    const isWhole = isDone && this.#requests.slice(before).every(({ outcome }) => outcome === "completed");
    return (isWhole ? null : await this.#afterRestart(part, since)) ?? (isDone ? "done" : "failed");
  }

  /** Sets aside what a restart broke, and plans what is left anew. Null: it was none, or the router's own doing. */
  async #afterRestart({ trial }: Part, since: number): Promise<Rest | "end" | null> {
    const { gateway, recording, recorder, routes, signal } = this.#options;
    const recovery = (await gateway.recovered?.(signal)) ?? null;
    if (recovery === null || recovery.isRoutersOwn) return null;
    await recording.settle(SETTLED);
    const { name } = this.#plan.scenario;
    const isAgain = this.#sentAgain < MOST_SENT_AGAIN;
    if (isAgain) this.#sentAgain += 1;
    else this.#failed += 1;
    const from = trial === null ? 0 : trial + 1;
    const sentAgainAs = isAgain && trial !== null ? from : null;
    const what = trial === null ? `the preparation of ${name}` : `trial ${trial + 1} of ${name}`;
    const became = sentAgainAs === null ? "" : `, and sent again as trial ${sentAgainAs + 1}`;
    const text = `${what} was broken by a restart (${recovery.text}): it was set aside${became}`;
    recording.setAside({ scenario: name, trial, sentAgainAs, text, since });
    this.#setAside.add(trial);
    const firstStep = this.#plan.prepare.length;
    const open = { from, isLost: sentAgainAs !== null, routes: [...routes.addresses.keys()] };
    const { plan, prepare, trials } = renewPlan(this.#plan, open);
    this.#plan = plan;
    recorder.replan(plan);
    const isOver = trials.length === 0 || this.#failed >= MOST_FAILED_TRIALS;
    return isOver ? "end" : { preparation: preparationOf(prepare, firstStep), trials };
  }

  /** Sampling ends when it is decided or its time is up, from the minimum of trials on. */
  #isEnough(trials: number): boolean {
    const { sampling } = this.#plan.scenario;
    if (sampling.sampling === "fixed") return false;
    const { minTrialsPerArm, budgetMs: mostMs } = sampling;
    if (trials < minTrialsPerArm) return false;
    const clean = this.#requests.filter(({ trial }) => trial === null || !this.#setAside.has(trial));
    const sampledMs = this.#options.clock.nowMs() - (this.#startMs ?? 0);
    return sampledMs > mostMs || isOverheadDecided(this.#plan, clean, trials);
  }
}

/** Whether all steps went well. After one that did not, the gate is opened and what is under way is drained. */
async function runSteps(
  { trial, arm, steps, firstStep }: Part,
  runner: StepRunner,
  before: (step: PlannedStep["step"]) => (waitsFor: string) => void,
): Promise<boolean> {
  const place = { trial, arm };
  for (const [index, step] of steps.entries()) {
    const stepIndex = firstStep + index;
    if (await runner.run(step, { ...place, stepIndex }, before(step.step))) continue;
    if (runner.isHeld) await runner.run({ step: "release" }, { ...place, stepIndex: firstStep + steps.length });
    if (step.step === "drain") return false;
    // Not sooner than the plan would have given them up.
    const { deadlineMs } = steps.find((planned) => planned.step === "drain") ?? { deadlineMs: DRAIN_MS };
    await runner.run({ step: "drain", deadlineMs }, { ...place, stepIndex: firstStep + steps.length + 1 });
    return false;
  }
  return true;
}
