import type { PlannedStep, RouterParameters, Scenario, ScoreInputs } from "@wa-routing/protocol";
import { planScenario } from "./plan-scenario.ts";

/** What the router knows of a workload. */
interface Known {
  readonly criticality: number;
  windowStartMs: number;
  windowRequests: number;
  emaSeconds: number | null;
}

/** A queue at the moment of its release: what the score of each workload that waits is made of. */
export type Release = ReadonlyMap<string, ScoreInputs>;

/** The releases of the first treatment trial, as if all but the planned pauses and sends took no time. */
export function releases(scenario: Scenario, parameters: RouterParameters): Release[] {
  const { prepare, trials } = planScenario(scenario, { seed: 1 });
  const trial = trials.find(({ arm }) => arm === "treatment");
  const steps = trial?.steps ?? [];
  const router = new IdealRouter(parameters);
  for (const step of prepare) router.take(step);
  return steps.flatMap((step) => router.take(step) ?? []);
}

/** A router that takes no time for anything. */
class IdealRouter {
  readonly #parameters: RouterParameters;
  readonly #known = new Map<string, Known>();
  #nowMs = 0;
  #held: { readonly workload: string; readonly id: string; readonly sentMs: number }[] | null = null;

  constructor(parameters: RouterParameters) {
    this.#parameters = parameters;
  }

  /** Does a step; of a release, what was known of each workload that waited. */
  take(step: PlannedStep): Release | null {
    switch (step.step) {
      case "pause":
        this.#nowMs += step.ms;
        return null;
      case "hold":
        this.#held = [];
        return null;
      case "prime":
      case "send": {
        for (const { workload, workloadId, criticality, arrivalMs, id } of step.requests) {
          const request = { workload, id: workloadId ?? id, sentMs: this.#nowMs + arrivalMs };
          this.#arrived(request.id, criticality, request.sentMs);
          if (this.#held === null) this.#dispatched(request.id, 0);
          else this.#held.push(request);
        }
        this.#nowMs += Math.max(0, ...step.requests.map(({ arrivalMs }) => arrivalMs));
        return null;
      }
      case "release": {
        const held = this.#held ?? [];
        const release = new Map(held.map(({ workload, id }) => [workload, this.#inputs(id)]));
        for (const { id, sentMs } of held) this.#dispatched(id, this.#nowMs - sentMs);
        this.#held = null;
        return release;
      }
      default:
        return null;
    }
  }

  #arrived(id: string, criticality: number, atMs: number): void {
    const known = this.#known.get(id) ?? { criticality, windowStartMs: atMs, windowRequests: 0, emaSeconds: null };
    this.#known.set(id, known);
    if (atMs - known.windowStartMs > this.#parameters.rateWindowSeconds * 1000) {
      known.windowStartMs = atMs;
      known.windowRequests = 0;
    }
    known.windowRequests += 1;
  }

  #dispatched(id: string, waitMs: number): void {
    const known = this.#known.get(id) as Known;
    const { emaAlpha } = this.#parameters;
    const before = known.emaSeconds ?? waitMs / 1000;
    known.emaSeconds = (emaAlpha * waitMs) / 1000 + (1 - emaAlpha) * before;
  }

  #inputs(id: string): ScoreInputs {
    const { criticality, emaSeconds, windowRequests, windowStartMs } = this.#known.get(id) as Known;
    const ageMs = this.#nowMs - windowStartMs;
    return {
      criticality,
      emaSeconds: emaSeconds ?? 0,
      ratePerSecond: ageMs <= 0 ? 0 : (windowRequests * 1000) / ageMs,
    };
  }
}
