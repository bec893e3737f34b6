import { expect, test } from "vitest";
import { standsApart } from "./control-arm.ts";

const shares = (low: number, high: number, plainShare: number | null = high) => ({
  interval: { low, high },
  plainShare,
  plainInterval: { low, high },
});

test.each([
  ["clear of the control's", shares(0.95, 1), shares(0.3, 0.94), true],
  ["that touches the control's", shares(0.95, 1), shares(0.3, 0.95), false],
  ["inside the control's", shares(0.95, 1), shares(0.9, 1), false],
  ["that is clearly none, whatever the control shows", shares(0, 0.89), shares(0, 1), true],
  ["that may be the claimed one by a hair, and so may the control's", shares(0.5, 0.9), shares(0.4, 0.8), false],
  ["beside a control that shows nothing", shares(0.95, 1), shares(0, 1, null), true],
])("an effect %s", (_, treatment, control, apart) => {
  expect(standsApart(treatment, control)).toBe(apart);
});
