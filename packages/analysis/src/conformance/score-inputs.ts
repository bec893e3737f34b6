import type { FlowEventOf, ScoreInputs } from "@wa-routing/protocol";

/** A line that says all that its score is made of. */
export type ScoreLine = FlowEventOf<"score-computed"> & ScoreInputs;

type LoggedInputs = Pick<FlowEventOf<"score-computed">, "criticality" | "emaSeconds" | "ratePerSecond">;

/** What a score line says that its score is made of; null where it does not say all of it. */
export function scoreInputs({ criticality, emaSeconds, ratePerSecond }: LoggedInputs): ScoreInputs | null {
  if (criticality === null || emaSeconds === null || ratePerSecond === null) return null;
  return { criticality, emaSeconds, ratePerSecond };
}

/** The fields, as a router writes them, without which a score line cannot be computed again. */
export function lackingInputs({ criticality, emaSeconds, ratePerSecond }: LoggedInputs): string[] {
  const inputs = { criticality, avg_wait_time_sec: emaSeconds, request_rate: ratePerSecond };
  return Object.entries(inputs).flatMap(([name, value]) => (value === null ? [name] : []));
}
