import {
  DEFAULT_SCORE_PARAMETERS,
  type FlowEventOf,
  priorityScore,
  type ScoreInputs,
  type ScoreParameters,
} from "@wa-routing/protocol";

type LoggedScore = FlowEventOf<"score-computed">;

/** How a logger writes a number. */
export type Writes = (value: number) => number;

export const decimals =
  (count: number): Writes =>
  (value) =>
    Number(value.toFixed(count));
export const digits =
  (count: number): Writes =>
  (value) =>
    Number(value.toPrecision(count));
export const bits32: Writes = (value) => {
  const held = Math.fround(value);
  const texts = Array.from({ length: 9 }, (_, index) => Number(held.toPrecision(index + 1)));
  return texts.find((text) => Math.fround(text) === held) as number;
};

/** As a run measures them: waits up to half a second, rates that fall from the cap, each another number. */
export const MEASURED: readonly ScoreInputs[] = Array.from({ length: 300 }, (_, index) => ({
  criticality: 1 + (index % 5),
  emaSeconds: index % 4 === 0 ? 0 : 0.5 * part(index * Math.SQRT2),
  ratePerSecond: 1 / (0.005 + 2 * part(index * Math.sqrt(3))),
}));

/** Lines of a router with a score of its own, as a logger writes them. */
export function scoreLines(
  inputs: readonly ScoreInputs[],
  writes: Writes,
  scoreOf: (inputs: ScoreInputs, index: number) => number = scoreBy(),
): LoggedScore[] {
  return inputs.map((one, index) => ({
    ...({ event: "score-computed", line: index + 1, source: null, atMs: 0, seq: null } as const),
    ...({ requestId: `r${index}`, workloadId: "w", stage: "dispatch" } as const),
    ...{ normalizedWait: null, normalizedCriticality: null, normalizedRate: null },
    criticality: one.criticality,
    emaSeconds: writes(one.emaSeconds),
    ratePerSecond: writes(one.ratePerSecond),
    score: writes(scoreOf(one, index)),
  }));
}

export function scoreBy(change: Partial<ScoreParameters> = {}): (inputs: ScoreInputs) => number {
  return (inputs) => priorityScore(inputs, { ...DEFAULT_SCORE_PARAMETERS, ...change }).score;
}

function part(value: number): number {
  return value - Math.floor(value);
}
