import type { MachineLoad } from "../evidence/machine-load.ts";
import { isStartedByUs, type Situation } from "./situation.ts";

/** What a reason rests on: numbers, ids, and texts that others wrote. */
export type Figures = Readonly<Record<string, number | string | null>>;

/** Of a reason that says all by itself. */
export type None = Readonly<Record<string, never>>;

/** How a reason reads. */
export interface Words<Own extends Figures> {
  /** One sentence: what was seen. */
  readonly says: (figures: Own) => string;
  /** What a reader can do about it in a scenario; null: nothing. */
  readonly advise: (situation: Situation, figures: Own, scenario: string) => string | null;
}

export function words<Own extends Figures>(
  says: (figures: Own) => string,
  advise: string | null | Words<Own>["advise"],
): Words<Own> {
  return { says, advise: typeof advise === "function" ? advise : () => advise };
}

/** Advice to give an option. Where we run the gateway there is nothing to give but `ours`, and a table of completions takes none. */
export function toGive(advice: string, ours: string = READ_LOG): (situation: Situation) => string {
  return (situation) => (situation.environment === "imported" ? RUN_IT : isStartedByUs(situation) ? ours : advice);
}

/** Where nothing holds the queue, and the addresses are the reader's own. */
export const GIVE_GATE =
  "Give what can hold the queue: --adapt beside --namespace, --model-server-admin-url URL where the model servers are ours, else --gate blockers with --model-server-url URL and --router-metrics-url URL.";

const RUN_IT = "A table of completions cannot show it: run the scenario against the gateway.";

export const READ_LOG = "Read the router's log in the run folder around the time of the trial.";

/** Of a log of ours that is not whole. */
export const LACKS_LINES = "Was the disk full, or the file changed? The log in the run folder lacks lines.";

export const MORE_TRIALS = "Run more trials, with --trials.";

/** The load of the machine beside what it may have caused, as figures. */
export type LoadFigures = {
  readonly cpus: number | null;
  readonly loadAtStart: number | null;
  readonly loadAtEnd: number | null;
};

export function loadFigures(load: MachineLoad | null): LoadFigures {
  return { cpus: load?.cpus ?? null, loadAtStart: load?.atStart ?? null, loadAtEnd: load?.atEnd ?? null };
}

/** `, at a load of 0.5 to 7.9 on 2 CPUs`; nothing where it is unknown. */
export function atLoad({ cpus, loadAtStart, loadAtEnd }: LoadFigures): string {
  if (cpus === null || loadAtStart === null) return "";
  const load = [loadAtStart, ...(loadAtEnd === null ? [] : [loadAtEnd])].map((average) => average.toFixed(1));
  return `, at a load of ${load.join(" to ")} on ${cpus} CPUs`;
}

/** A share as a percentage with at most two digits after the point, cut off: 99.9 % is never said to be 100 %. */
export function percentOf(share: number): number {
  return Math.floor(share * 10_000 + 1e-9) / 100;
}

/** A share that is above a bound as a percentage with three digits after the point, cut upwards: it is never said to be at the bound. */
export function percentAbove(share: number): number {
  return Math.ceil(share * 100_000 - 1e-9) / 1000;
}

/** What somebody else wrote, at the end of a sentence: `: panic: nil map`; nothing where there is none. */
export function quoted(example: string | null): string {
  return example === null ? "" : `: ${example.replace(/[.:;\s]+$/, "")}`;
}
