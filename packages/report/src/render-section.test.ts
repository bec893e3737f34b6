import type { Check, Checklist, RunManifest } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { bytesOf } from "./markdown-room.ts";
import { renderSection } from "./render-section.ts";
import { comparison } from "./run-comparison.test-data.ts";
import { type SectionSubject, SHORT_SECTION_BYTES } from "./section-subject.ts";

const check = (id: Check["id"], title: string, of: Partial<Check> = {}): Check => ({
  ...{ id, title, verdict: "pass", required: true, scenarios: [], summary: "Seen.", because: null, advice: null },
  ...{ reasons: [], figures: [], evidence: [] },
  ...of,
});
const checklist: Checklist = {
  schemaVersion: 2,
  verdict: "fail",
  checks: [
    check("functional.wait-boost", "Wait time boost", { verdict: "fail", summary: "No boost.", advice: "Wait." }),
    check("performance.overhead", "Overhead", { verdict: "inconclusive", required: false, because: "It was noisy." }),
    check("observability.log-points", "Log points"),
  ],
};
const manifest = {
  ...{ exitReason: "completed", exitDetail: null },
  ...{ losses: [], logGaps: [], scenarios: ["basic-priority"], seed: 1, toolVersion: "0" },
  gateway: { environment: "embedded", gatewayUrl: null, router: {} },
} as unknown as RunManifest;
const subject: SectionSubject = {
  title: "e2e (fcfs)",
  commit: { sha: "a5c3785ed8d6a35868bc169f07e40e889087fd2e", url: "https://example.org/o/r/commit/a5c3785" },
  attempt: 2,
  runUrl: "https://example.org/o/r/actions/runs/1",
  artifactUrl: "https://example.org/o/r/actions/runs/1/artifacts/2",
  notice: null,
  changes: ["Wait time boost: pass → fail"],
  against: null,
  result: { result: "checklist", checklist, manifest },
};

test("a section says the verdict, where it is from, the checks, what changed and why", () => {
  const { full } = renderSection(subject);
  expect(full.slice(0, full.indexOf("<details>"))).toBe(`### ☒ e2e \\(fcfs\\): fail

**Workload-aware routing does not work as claimed: 1 of 3 checks failed, 1 could not be decided, 1 passed.**

Commit [\`a5c3785\`](https://example.org/o/r/commit/a5c3785) · attempt 2 · [the run](https://example.org/o/r/actions/runs/1) · [report.html, trace.json and all evidence](https://example.org/o/r/actions/runs/1/artifacts/2). The evidence comes from the pull request's own workflow, which the pull request can change.

**Functional Metrics**

- ☒ Wait time boost: **fail**

**Performance Metrics**

- ◐ Overhead: **inconclusive** (not required)

**Observability Metrics**

- ☑ Log points

**Changed since the last commit**

- Wait time boost: pass → fail

**Why**

- ☒ Wait time boost: No boost.<br>→ Wait.
- ◐ Overhead: Seen. It was noisy.

`);
});

test("against the base: the sentence and what changed above, every figure folded away, and nothing where there is no base", () => {
  const commit = { sha: "abc1234def", url: "https://example.org/c" };
  const against = { name: "main", commit, found: "comparison" as const, comparison: comparison() };
  const { full } = renderSection({ ...subject, against });
  const [above = "", folded = ""] = full.split("<details>");
  expect(above).toContain(
    "**Against main** ([`abc1234`](https://example.org/c)): Something got worse: of 2 checks 1 changed for the worse, 1 not changed; of 3 figures 1 not changed, 2 cannot be told.\n\n- ☒ No errors: pass → fail\n",
  );
  expect(folded).toContain("**Against main**\n\n1 scenario, seed 1 → 2");
  expect(folded).toContain("| ◐ | basic\\-priority | mean wait |");
  const reasons = ["there is none"];
  expect(renderSection({ ...subject, against: { name: "main", commit, found: "no-base", reasons } })).toEqual(
    renderSection(subject),
  );
});

test("a run that could not be done has no verdict, and says why", () => {
  const { full, short } = renderSection({
    ...subject,
    changes: null,
    result: { result: "none", exitCode: 4, sentence: "the gateway did not start: <b>@nobody" },
  });
  expect(full).toContain("### ⚠ e2e \\(fcfs\\): no verdict");
  expect(full).toContain("The run could not be done: the gateway did not start: &lt;b&gt;\u200d@\u200dnobody");
  expect(short).toContain("no verdict");
});

test("the short form has its verdict and commit, and never more bytes than it may", () => {
  const { short } = renderSection(subject);
  expect(short).toContain("☒ e2e \\(fcfs\\): fail");
  expect(short).toContain("a5c3785");
  const long = renderSection({
    ...subject,
    title: "日@#".repeat(200),
    commit: { sha: "日@#".repeat(200), url: null },
    runUrl: `https://example.org/${"x".repeat(400)}`,
  });
  expect(long.short).toContain("fail");
  expect(bytesOf(long.short)).toBeLessThanOrEqual(SHORT_SECTION_BYTES);
});

test("what is to be done about several checks is said once, below the last of them", () => {
  const failed = (id: Check["id"], advice: string | null) => check(id, id, { verdict: "fail", advice });
  const checks = [
    failed("functional.wait-boost", "Wait."),
    failed("functional.rate-penalty", "Wait."),
    failed("performance.overhead", null),
    failed("performance.all-complete", null),
    failed("performance.no-timeouts", "Be patient."),
  ];
  const result = { result: "checklist", checklist: { ...checklist, checks }, manifest } as const;
  expect(renderSection({ ...subject, result }).full.match(/→ [A-Z].*/g)).toEqual([
    "→ For these 2: Wait.",
    "→ Be patient.",
  ]);
});
