import type { Check } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { adviceOnce } from "./advice-once.ts";

const check = (advice: string | null, required = true) => ({ advice, required }) as unknown as Check;
const advices = (checks: readonly Check[]) => checks.map(({ advice }) => advice);

test("what several checks advise is said with the first, whatever stands between them", () => {
  const checks = [check("Give it."), check(null), check("Read it."), check("Give it."), check("Give it.")];
  expect(advices(adviceOnce(checks))).toEqual(["Give it. (For 3 checks.)", null, "Read it.", null, null]);
});

test("a check whose advice is not shown takes it from no other", () => {
  const checks = [check("Give it.", false), check("Give it."), check("Give it.")];
  const told = adviceOnce(checks, ({ required }) => required);
  expect(advices(told)).toEqual(["Give it.", "Give it. (For 2 checks.)", null]);
});
