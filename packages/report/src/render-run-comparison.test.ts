import { describe, expect, test } from "vitest";
import { HOSTILE_MARKDOWN, livingParts } from "./github-markdown.test-data.ts";
import { SMALLEST_ROOM_BYTES } from "./markdown-room.ts";
import {
  renderAgainstMarkdown,
  renderRunComparisonMarkdown,
  renderRunComparisonText,
} from "./render-run-comparison.ts";
import { check, comparison, figure, WORSE } from "./run-comparison.test-data.ts";

test("text: what was compared, each check that was measured, each figure with its interval, and the outcome", () => {
  expect(renderRunComparisonText(comparison(), { width: 150 })).toMatchInlineSnapshot(`
    "1 scenario, seed 1 → 2, version a → b, wa-routing 1.0.0 → 1.1.0

       check        base  run   finding
    ☒  No errors    pass  fail  changed for the worse
    =  No timeouts  pass  pass  not changed

       scenario        figure         base        run        difference                  finding
    =  basic-priority  place of high  17 % (6)    17 % (6)   +0.4 points (−1.0 to +1.8)  not changed
    ◐  basic-priority  mean wait      52 ms (6)   74 ms (6)  ×1.4 (0.53 to 3.8)          cannot tell: varies too much
    ◐  overhead        overhead       0.2 ms (8)  none       none                        cannot tell: one trial in the run
    In brackets: trials, and the interval.
    Place: 0 % is the head of the queue, 100 % its end.
    Changed: the interval lies beyond the margin; not changed: within (place: 10 points; mean wait: a factor of 2; overhead: 1.0 ms). With 99 % confidence
    all intervals hold together.
    With about 13 trials of each arm in both runs more could be told (--trials 13).

    Something got worse: of 2 checks 1 changed for the worse, 1 not changed; of 3 figures 1 not changed, 2 cannot be told.

    REGRESSION
    "
  `);
});

test("Markdown: what changed first, all else folded away", () => {
  expect(renderRunComparisonMarkdown(comparison())).toMatchInlineSnapshot(`
    "## ☒ Against the base: regression

    Something got worse: of 2 checks 1 changed for the worse, 1 not changed; of 3 figures 1 not changed, 2 cannot be told.

    Compared: 1 scenario, seed 1 → 2, version a → b, wa\\-routing 1.0.0 → 1.1.0.

    - ☒ No errors: pass → fail

    <details>
    <summary>Every check</summary>

    |  | check | base | run | finding |
    |---|---|---|---|---|
    | ☒ | No errors | pass | fail | changed for the worse |
    | \\= | No timeouts | pass | pass | not changed |

    </details>

    <details>
    <summary>Every figure</summary>

    |  | scenario | figure | base | run | difference | finding |
    |---|---|---|---|---|---|---|
    | \\= | basic\\-priority | place of high | 17 % \\(6\\) | 17 % \\(6\\) | \\+0.4 points \\(−1.0 to \\+1.8\\) | not changed |
    | ◐ | basic\\-priority | mean wait | 52 ms \\(6\\) | 74 ms \\(6\\) | ×1.4 \\(0.53 to 3.8\\) | cannot tell: varies too much |
    | ◐ | overhead | overhead | 0.2 ms \\(8\\) | none | none | cannot tell: one trial in the run |

    In brackets: trials, and the interval. Place: 0 % is the head of the queue, 100 % its end. Changed: the interval lies beyond the margin; not changed: within \\(place: 10 points; mean wait: a factor of 2; overhead: 1.0 ms\\). With 99 % confidence all intervals hold together. With about 13 trials of each arm in both runs more could be told \\(\\-\\-trials 13\\).
    </details>
    "
  `);
});

describe.each([
  ["not-changed", /^## = Against the base: not changed\n\nNothing changed: /],
  ["changed", /^## ≠ Against the base: changed\n\nNothing got worse, but /],
  ["cannot-tell", /^## ◐ Against the base: cannot tell\n\nNothing is known to have got worse, but /],
  ["regression", /^## ☒ Against the base: regression\n\nSomething got worse: /],
] as const)("%s", (outcome, begins) => {
  test("is said first", () => {
    expect(renderRunComparisonMarkdown(comparison({ outcome }))).toMatch(begins);
  });
});

test.each(HOSTILE_MARKDOWN)("names of others are inert: %s", (text) => {
  const markdown = renderRunComparisonMarkdown(
    comparison({
      run: { toolVersion: text, seed: 1, router: { [text]: text } },
      checks: [check("functional.no-errors", text, "pass", "fail", WORSE)],
      figures: [figure({ scenario: text, subject: text, change: WORSE })],
    }),
  );
  const own = renderRunComparisonMarkdown(
    comparison({
      run: { toolVersion: "x", seed: 1, router: { x: "x" } },
      checks: [check("functional.no-errors", "x", "pass", "fail", WORSE)],
      figures: [figure({ scenario: "x", subject: "x", change: WORSE })],
    }),
  );
  expect(livingParts(markdown)).toEqual(livingParts(own));
});

test("Markdown keeps to its room, and loses what changed last", () => {
  const many = comparison({
    figures: Array.from({ length: 400 }, (_, index) => figure({ subject: `workload-${index}` })),
  });
  const text = renderRunComparisonMarkdown(many, { maxBytes: SMALLEST_ROOM_BYTES });
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(SMALLEST_ROOM_BYTES);
  expect(text).toContain("☒ No errors: pass → fail");
  expect(text).toContain("Left out, for want of room: the table of figures");
  expect(text).not.toContain("workload-399");
});

test("of a base that cannot be compared, or is not there, each reason", () => {
  const base = { name: "main", commit: { sha: "abc1234def", url: "https://example.org/c" } };
  const reasons = ["CPUs: 4, but 2 in the base", "gate: a, but b in the base"];
  expect(renderAgainstMarkdown({ ...base, found: "not-comparable", reasons })).toBe(
    "**Against main** ([`abc1234`](https://example.org/c)): not compared.\n\n- CPUs: 4, but 2 in the base\n- gate: a, but b in the base\n",
  );
  expect(renderAgainstMarkdown({ ...base, commit: null, found: "no-base", reasons: ["no run"] })).toBe(
    "**Against main**: not compared: no run.\n",
  );
  expect(renderAgainstMarkdown({ ...base, found: "comparison", comparison: comparison() })).toMatch(
    /^## ☒ Against main: regression\n/,
  );
});
