import type { FlowEventOf, RouterParameters } from "@wa-routing/protocol";
import { HeldValues } from "./held-values.ts";
import { RebuiltWindow, type WindowCount } from "./rebuilt-window.ts";
import { UnorderedAverages } from "./unordered-averages.ts";
import { UnorderedCounts } from "./unordered-counts.ts";

/** The registry's constants. */
export type RegistryParameters = Pick<RouterParameters, "emaAlpha" | "rateWindowSeconds">;

// A wait so near the average moves it too little to tell by how much of it.
const LEAST_MOVE_SECONDS = 1e-3;
// So many times what rounding leaves open: then another factor shows.
const MOVES_SEEN = 10;

/** What a registry holds of one workload, as its lines up to now tell it. */
export class RebuiltWorkload {
  active = 0;
  total = 0;
  waits = 0;
  emaSeconds = 0;
  /** False where its first line is not its first request: what it had counted and waited before is not known. */
  readonly isKnownFromStart: boolean;
  readonly window: RebuiltWindow;
  readonly windowCounts = new HeldValues<WindowCount>();
  readonly counts = new UnorderedCounts();
  readonly averages = new HeldValues<number>();
  readonly #unordered: UnorderedAverages;
  readonly #emaAlpha: number;
  readonly #leastMoveSeconds: number;
  readonly #alphas: number[] = [];

  /** @param isRunning Whether it was there before this first line. @param emaTolerance How far an average may be from what it should be. */
  constructor(
    first: FlowEventOf<"active-incremented">,
    isRunning: boolean,
    parameters: RegistryParameters,
    emaTolerance: number,
  ) {
    this.isKnownFromStart = !isRunning;
    if (isRunning) {
      this.active = first.active - 1;
      this.total = (first.total ?? 1) - 1;
    } else this.averages.take(0, first);
    this.#emaAlpha = parameters.emaAlpha;
    this.window = new RebuiltWindow(parameters.rateWindowSeconds * 1000);
    this.#leastMoveSeconds = Math.max(LEAST_MOVE_SECONDS, MOVES_SEEN * emaTolerance);
    this.#unordered = new UnorderedAverages(parameters.emaAlpha, emaTolerance);
  }

  requestCame(event: FlowEventOf<"active-incremented">, gapMs: number): void {
    const isFirst = this.total === 0 && event.total === 1;
    this.windowCounts.take(this.window.requestCame(event.atMs, isFirst, gapMs), event);
    this.active += 1;
    this.total += 1;
    this.counts.take(event);
  }

  requestEnded(event: FlowEventOf<"active-decremented">): void {
    this.active -= 1;
    this.counts.take(event);
  }

  /** Takes in an average as it is logged, so that each is judged on its own, and returns what it should be; null: nobody knows. */
  waited(event: FlowEventOf<"wait-recorded">): number | null {
    const { waitSeconds, emaSeconds } = event;
    const before = this.emaSeconds;
    const isFirst = this.waits === 0;
    this.waits += 1;
    this.emaSeconds = emaSeconds;
    this.averages.take(emaSeconds, event);
    this.#unordered.take(event);
    if (isFirst) return this.isKnownFromStart ? waitSeconds : null;
    const move = waitSeconds - before;
    if (Math.abs(move) > this.#leastMoveSeconds) this.#alphas.push((emaSeconds - before) / move);
    return this.#emaAlpha * waitSeconds + (1 - this.#emaAlpha) * before;
  }

  readonly countsCanBeRight = () => this.counts.canBeRight;
  readonly averagesCanBeRight = () => this.#unordered.canBeRight(this.isKnownFromStart);

  /** Whether any wait has moved the average so much that another smoothing factor would have been seen. */
  get showsAlpha(): boolean {
    return this.#alphas.length > 0;
  }

  /** What the smoothing factor looks like at each average; where some order of the lines makes all right, it is the expected one. */
  get alphas(): readonly number[] {
    return this.averagesCanBeRight() ? this.#alphas.map(() => this.#emaAlpha) : this.#alphas;
  }
}
