import { expect, test } from "vitest";
import { traceOf } from "../order/trace.test-data.ts";
import { arrivedAt } from "./arrived-at.ts";

const clock = { offsetMs: -990, boundMs: 2, pairs: 1, contradictions: 0, disagreementMs: 0 };
const trace = traceOf("w", { sentMs: 0, arrivedMs: 1000 });

test("an arrival is put on the client's clock, with what the clock leaves open", () => {
  expect(arrivedAt(trace, { modelServerClocks: { m: clock } })).toEqual({ atMs: 10, boundMs: 2 });
});

test("not seen, or seen by a clock that is aligned with nothing: no time", () => {
  expect(arrivedAt({ arrival: null }, { modelServerClocks: { m: clock } })).toBeNull();
  expect(arrivedAt(trace, { modelServerClocks: { other: clock } })).toBeNull();
});
