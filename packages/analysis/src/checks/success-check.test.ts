import { expect, test } from "vitest";
import type { WitnessQuality } from "../order/witness.ts";
import { reason } from "../reasons/reason.ts";
import { ARRIVALS } from "./analysis.test-data.ts";
import { confirmingWitness, fail, figure, inconclusive, OWN_ARRIVALS, pass } from "./success-check.ts";

const WHY = reason("run-incomplete", { problem: null, code: null });
const NOTHING = { figures: [], evidence: [] };

test("a judgement has what was found, and nothing else", () => {
  expect(pass({})).toEqual({ verdict: "pass", reasons: [], ...NOTHING });
  expect(fail(WHY, {})).toEqual({ verdict: "fail", reasons: [WHY], ...NOTHING });
  expect(inconclusive([WHY, WHY], {})).toEqual({ verdict: "inconclusive", reasons: [WHY, WHY], ...NOTHING });
  const found = { figures: [figure("requests", 48)], evidence: ["r7"] };
  for (const judgement of [pass(found), fail(WHY, found), inconclusive(WHY, found)]) {
    expect(judgement).toMatchObject(found);
  }
});

test("an order is confirmed by arrivals alone: the run's own, or those of the pass that is named", () => {
  const log = { ...ARRIVALS, witness: "router-log" } as WitnessQuality;
  expect(confirmingWitness({ witnesses: [log, ARRIVALS] }, OWN_ARRIVALS)).toBe(ARRIVALS);
  expect(confirmingWitness({ witnesses: [log] }, OWN_ARRIVALS)).toBeUndefined();
  const other = { ...ARRIVALS, pairs: 7 };
  const confirmation = { confirmedBy: "another-pass", witnesses: [log, other] } as const;
  expect(confirmingWitness({ witnesses: [ARRIVALS] }, confirmation)).toBe(other);
});
