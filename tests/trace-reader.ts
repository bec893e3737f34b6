import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readableChecklistSchema } from "@wa-routing/protocol";

/** How many arrows a trace in Chrome's format draws: each begins once and ends once. */
export function arrowsOf(trace: string): number {
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly { ph: string; id?: string; cat?: string }[] };
  const ends = (ph: string) => traceEvents.filter((event) => event.ph === ph && event.cat === "overtaking");
  const finished = new Set(ends("f").map(({ id }) => id));
  return ends("s").filter(({ id }) => finished.has(id)).length;
}

/** How many pairs of a run left against the rule that its checklist judges the logged order by. */
export function inversionsOf(runDir: string): number {
  const { checks } = readableChecklistSchema.parse(JSON.parse(readFileSync(join(runDir, "checklist.json"), "utf8")));
  const figures = checks.find(({ id }) => id === "observability.dispatch-order")?.figures ?? [];
  const of = (name: string) => figures.find((figure) => figure.name === name)?.value ?? Number.NaN;
  return of("decisivePairs") - of("agreeing");
}
