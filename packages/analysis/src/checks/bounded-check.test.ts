import type { Loss } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { reason } from "../reasons/reason.ts";
import { analysisOf } from "./analysis.test-data.ts";
import { bounded, boundedCheck } from "./bounded-check.ts";
import { fail, inconclusive, pass, type SuccessCheck } from "./success-check.ts";

const failed = fail(reason("router-restarted", { restarts: 1 }), {});
const lost: Loss = { witness: "router-log", text: "pod epp-1 was replaced by epp-2 during the run" };

test("what was seen of a router stays seen, whatever is lost beside it", () => {
  expect(bounded({ failsOnSight: true }, failed, analysisOf({ losses: [lost] }))?.verdict).toBe("fail");
});

test("when somebody has replaced a pod, nothing fails on what it wrote when it was ended", () => {
  const judgement = bounded({ failsOnSight: true }, failed, analysisOf({ losses: [{ ...lost, replaced: true }] }));
  expect(judgement?.verdict).toBe("inconclusive");
  expect(judgement?.reasons[0]).toMatchObject({ code: "evidence-lost", figures: lost });
});

const byLog = { needs: ["router-log"] as const };
const passed = pass({});

test("what has reached its end with its evidence whole is as it was judged", () => {
  for (const judgement of [passed, failed, null, inconclusive(reason("log-empty", {}), {})]) {
    expect(bounded(byLog, judgement, analysisOf())).toBe(judgement);
  }
});

test.each([
  ["the witness that is needed", byLog, lost, "evidence-lost"],
  ["the requests, which every check needs", {}, { ...lost, witness: "requests" } as const, "evidence-lost"],
  ["a witness that is not needed", { needs: ["arrivals"] as const }, lost, undefined],
])("a part of %s was lost: neither pass nor fail", (_, check, loss, code) => {
  for (const judgement of [passed, failed]) {
    const found = bounded(check, judgement, analysisOf({ losses: [loss] }));
    expect(found?.verdict).toBe(code === undefined ? judgement.verdict : "inconclusive");
    expect(found?.reasons.map((each) => each.code)).toEqual([
      ...(code === undefined ? [] : [code]),
      ...judgement.reasons.map((each) => each.code),
    ]);
  }
});

test("a log that was not understood decides nothing that needs it, and nothing else is asked of it", () => {
  const sound = analysisOf();
  const misread = { ...sound, log: sound.log && { ...sound.log, unknownLines: sound.log.lines } };
  for (const judgement of [passed, failed]) {
    expect(bounded(byLog, judgement, misread)?.reasons[0]?.code).toBe("log-not-understood");
    expect(bounded({}, judgement, misread)).toBe(judgement);
  }
  expect(bounded({ ...byLog, failsOnSight: true }, failed, misread)).toBe(failed);
});

test.each([
  ["pass", "not to its end", { complete: false }, "inconclusive"],
  ["fail", "not to its end", { complete: false }, "fail"],
  ["pass", "interrupted", { complete: false, ending: "interrupted" }, "inconclusive"],
  ["fail", "interrupted", { complete: false, ending: "interrupted" }, "inconclusive"],
] as const)("a %s of a run that came %s", (verdict, _, changes, becomes) => {
  const judgement = verdict === "pass" ? passed : failed;
  expect(bounded({}, judgement, analysisOf(changes))?.verdict).toBe(becomes);
});

test("a judgement that is taken back keeps its figures and what was seen", () => {
  const figures = [{ name: "pairs", value: 3 }];
  const taken = bounded({}, { ...passed, figures, evidence: ["line 3"] }, analysisOf({ complete: false }));
  expect(taken).toMatchObject({ verdict: "inconclusive", figures, evidence: ["line 3"] });
});

test("a check that is bounded is the same check, and judges within its bounds", () => {
  const check = { id: "functional.no-errors", needs: [], judge: () => passed } as unknown as SuccessCheck;
  const within = boundedCheck(check);
  expect(within).toMatchObject({ id: check.id, needs: [] });
  expect(within.judge(analysisOf())).toBe(passed);
  expect(within.judge(analysisOf({ complete: false }))?.verdict).toBe("inconclusive");
});
