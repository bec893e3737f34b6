import {
  type Check,
  type Checklist,
  type OrderingComparison,
  type RunManifest,
  SUCCESS_METRIC_IDS,
  type Verdict,
} from "@wa-routing/protocol";
import fc from "fast-check";
import { HOSTILE_MARKDOWN } from "./github-markdown.test-data.ts";
import { check, comparison, figure, WORSE } from "./run-comparison.test-data.ts";
import type { SectionSubject } from "./section-subject.ts";
import { arm, waits, workload } from "./waits.test-data.ts";

/** Texts of others: hostile ones, any Unicode, and now and then very long ones. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_MARKDOWN, "", " ", "plain words") },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("@", "日本", "🐙", "<b>", "| ", "word "), fc.integer({ min: 1, max: 600 }))
      .map(([piece, times]) => piece.repeat(times)),
  },
);

const anyVerdict = fc.constantFrom<Verdict>("pass", "fail", "inconclusive", "not-measured");

/** A checklist that says one text in every place, or a few texts in turn. */
export function checklistOf(verdicts: readonly Verdict[], texts: readonly string[], rows = 1): Checklist {
  let next = 0;
  const text = () => texts[next++ % texts.length] ?? "";
  const checks = verdicts.map(
    (verdict, index): Check => ({
      ...{
        id: SUCCESS_METRIC_IDS[index % SUCCESS_METRIC_IDS.length] as Check["id"],
        title: text(),
        verdict,
        required: true,
      },
      ...{ scenarios: [text()], reasons: [], summary: text(), because: text(), advice: text() },
      ...{ figures: [{ name: text(), value: 1 }], evidence: Array.from({ length: rows }, text) },
      table: {
        columns: [
          { title: text(), align: "left" },
          { title: text(), align: "right" },
        ],
        rows: Array.from({ length: rows }, () => [text(), text()]),
        notes: [text()],
      },
    }),
  );
  const names = [text(), text()];
  const waited = waits(
    names.map((name) => workload(arm(name, 20))),
    { scenario: text(), unprovenQueues: 1 },
  );
  return { schemaVersion: 2, verdict: verdicts[0] ?? "not-measured", checks, waits: [waited] };
}

/** The manifest of a run whose names are all one text. */
export function manifestOf(text: string, passes: boolean): RunManifest {
  return {
    ...{ seed: 1, toolVersion: text, scenarios: [text], startedAt: "2026-01-01T00:00:00.000Z", endedAt: null },
    ...{ exitReason: "completed", exitDetail: text, logGaps: [text], losses: [{ witness: "arrivals", text }] },
    ...(passes ? { passes: ["quiet", "verbose"] } : {}),
    gateway: { environment: "existing", gatewayUrl: text, router: { version: text } },
  } as unknown as RunManifest;
}

/** A comparison of orderings whose names are all one text. */
export function comparisonOf(verdicts: readonly Verdict[], text: string): OrderingComparison {
  const fit = { discipline: null, equalTo: text, fit: "refuted", decisivePairs: 1, agreeing: 0, pValue: 0 } as const;
  const fits = [{ ...fit, rule: text, scenarios: [text] }];
  const runs = verdicts.map((verdict) => ({
    ...{ ordering: text, rule: text, verdict, summary: text, fits, reasons: [] },
  }));
  const verdict = verdicts[0] ?? "not-measured";
  return { schemaVersion: 3, verdict, seed: 1, scenarios: [text], rules: [text, "fcfs"], runs };
}

/** A comparison with a base, in which every name is one text. */
function againstOf(text: string): SectionSubject["against"] {
  const commit = { sha: "abc1234", url: null };
  const of = comparison({
    run: { toolVersion: text, seed: 1, router: { [text]: text } },
    checks: [check("functional.no-errors", text, "pass", "fail", WORSE)],
    figures: Array.from({ length: 8 }, () => figure({ scenario: text, subject: text, change: WORSE })),
  });
  return { name: text, commit, found: "comparison", comparison: of };
}

/** A subject whose texts are all one text. */
export function subjectOf(result: SectionSubject["result"], text: string): SectionSubject {
  return {
    ...{ title: text, commit: { sha: text, url: text }, attempt: 1, runUrl: text, artifactUrl: text },
    ...{ notice: text, changes: [text, text], against: againstOf(text), result },
  };
}

/** Any checklist and the manifest of its run, in one pass or two. */
export const anyRun = fc
  .record({
    verdicts: fc.array(anyVerdict, { maxLength: 14 }),
    texts: fc.array(anyText, { minLength: 1, maxLength: 5 }),
    rows: fc.integer({ min: 0, max: 8 }),
    passes: fc.boolean(),
  })
  .map(({ verdicts, texts, rows, passes }) => ({
    checklist: checklistOf(verdicts, texts, rows),
    manifest: manifestOf(texts[0] ?? "", passes),
  }));

/** Any comparison of orderings. */
export const anyComparison = fc
  .tuple(fc.array(anyVerdict, { maxLength: 12 }), anyText)
  .map(([verdicts, text]) => comparisonOf(verdicts, text));

/** Any result of a run that a section tells of. */
export const anyResult: fc.Arbitrary<SectionSubject["result"]> = fc.oneof(
  anyRun.map((run) => ({ result: "checklist" as const, ...run })),
  anyComparison.map((comparison) => ({ result: "comparison" as const, comparison })),
  anyText.map((sentence) => ({ result: "none" as const, exitCode: 4, sentence })),
);
