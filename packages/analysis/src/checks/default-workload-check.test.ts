import { expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import { ARRIVALS, analysisOf, analysisWith, attributionOf, claimOf, gist } from "./analysis.test-data.ts";
import { defaultWorkload } from "./default-workload-check.ts";

const claims = [
  claimOf(null, { check: "functional.wait-boost" }),
  claimOf({}, { check: "functional.default-workload" }),
];
const of = (readings: Partial<Analysis["headerReadings"]>, others: Partial<Analysis> = {}) => ({
  ...analysisWith({ headerReadings: readings }),
  claims,
  ...others,
});

test("passes where the order passes and every header was read as the rules read it", () => {
  expect(gist(defaultWorkload.judge(of({})))).toMatchObject({
    verdict: "pass",
    reasons: [],
    figures: { pairsThatFollow: 50, headersCompared: 12 },
  });
});

test("fails for headers that were misread and for rows that were refused, quotes the first of each, and all as evidence", () => {
  const mismatches = ["upper: read as …", "empty: read as …"];
  const refused = ["broken: failed (400)", "missing: failed (400)", "long: failed (400)"];
  const judgement = defaultWorkload.judge(of({ misread: 36, mismatches, unserved: 24, refused }));
  expect(gist(judgement)).toMatchObject({
    verdict: "fail",
    reasons: [
      { code: "headers-refused", figures: { refused: 24, example: refused[0] } },
      { code: "headers-misread", figures: { misread: 36, example: mismatches[0] } },
    ],
    figures: { pairsThatFollow: 50, headersCompared: 12 },
  });
  expect(judgement?.reasons).toHaveLength(2);
  expect(judgement?.evidence).toEqual([...refused, ...mismatches]);
});

test("does not hold rows against the router that were lost with a run that was cut short, unless it answered 4xx", () => {
  const refused = ["broken: transport"];
  const cut = defaultWorkload.judge(of({ refused }, { complete: false }));
  expect(gist(cut)).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "run-incomplete" }, { code: "explained-by" }],
    figures: { headersCompared: 12 },
  });
  expect(defaultWorkload.judge(of({ refused, answered4xx: 1 }, { complete: false }))?.verdict).toBe("fail");
});

test("an order that does not pass is no pass, whatever the headers", () => {
  const violated = claimOf({ interval: { low: 0, high: 0.1 } }, { check: "functional.default-workload" });
  expect(defaultWorkload.judge(of({}, { claims: [violated] }))?.verdict).toBe("fail");
});

test("an order that only the log shows is confirmed by the arrivals of another pass", () => {
  const logged = claimOf({}, { check: "functional.default-workload", witness: "router-log" });
  const analysis = of({}, { claims: [logged], witnesses: [], attribution: [explained] });
  expect(defaultWorkload.judge(analysis)?.reasons).toMatchObject([{ code: "log-only-witness" }, {}]);
  expect(defaultWorkload.judge(analysis, { confirmedBy: "another-pass", witnesses: [ARRIVALS] })?.verdict).toBe("pass");
});
const explained = attributionOf("router-log", { "workload-aware": "explains" });

test("says nothing of a scenario that compares no headers, or claims no order of them", () => {
  expect(defaultWorkload.judge(of({}, { headerReadings: null }))).toBeNull();
  expect(defaultWorkload.judge(analysisOf())).toBeNull();
});
