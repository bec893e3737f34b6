import type { Check, RunReport, Verdict } from "@wa-routing/protocol";
import { checkDurationMs, runDurationMs } from "./check-times.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { runProperties } from "./run-properties.ts";

/** What the format can say of a test. `other` is neither good nor bad: what could not be decided. */
const STATUSES = {
  pass: "passed",
  fail: "failed",
  inconclusive: "other",
  "not-measured": "skipped",
} as const satisfies Record<Verdict, string>;

const SPEC_VERSION = "1.0.0";

/**
 * The checklist in the Common Test Report Format: one test for each check, its verdict as it is in `extra`.
 *
 * @see https://github.com/ctrf-io/ctrf
 */
export function renderCtrf(run: RunReport): string {
  const { manifest, checklist } = run;
  const tests = checklist.checks.map((check) => testOf(check, run));
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const start = Math.round(manifest.startedAtUnixMs);
  const duration = Math.round(runDurationMs(run));
  const report = {
    reportFormat: "CTRF",
    specVersion: SPEC_VERSION,
    timestamp: manifest.endedAt ?? manifest.startedAt,
    generatedBy: "wa-routing",
    results: {
      tool: { name: "wa-routing", version: manifest.toolVersion },
      summary: {
        tests: tests.length,
        ...{
          passed: count("passed"),
          failed: count("failed"),
          pending: 0,
          skipped: count("skipped"),
          other: count("other"),
        },
        ...{ start, stop: start + duration, duration },
        extra: { verdict: checklist.verdict },
      },
      tests,
      environment: { testEnvironment: manifest.gateway.environment, osPlatform: manifest.host.platform },
      extra: { ...Object.fromEntries(runProperties(run)), lostEvidence: lostEvidence(manifest) },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function testOf(check: Check, run: RunReport) {
  const { id, title, verdict, required, summary, because, advice, scenarios, figures } = check;
  // What is not required fails nobody's build, whatever it came to.
  const status = required || verdict === "pass" ? STATUSES[verdict] : "skipped";
  return {
    name: `${id}: ${title}`,
    status,
    duration: Math.round(checkDurationMs(check, run)),
    suite: ["wa-routing", id.split(".")[0] ?? id],
    rawStatus: verdict,
    type: "e2e",
    message: [summary, because, advice].filter((text) => text !== null).join("\n"),
    extra: { verdict, required, scenarios, figures },
  };
}
