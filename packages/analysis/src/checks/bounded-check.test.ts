import type { Loss } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { reason } from "../reasons/reason.ts";
import { analysisOf } from "./analysis.test-data.ts";
import { bounded } from "./bounded-check.ts";
import { fail } from "./success-check.ts";

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
