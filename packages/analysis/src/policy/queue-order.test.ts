import { expect, test } from "vitest";
import vectors from "../../../protocol/vectors/queue-order.json" with { type: "json" };
import { replay } from "./replay.ts";

// The simulator's queue and the Go picker's are tested with the same table.
test.each(vectors.vectors)("$name", ({ requests, dispatchesMs, order }) => {
  const replayed = requests.map(({ workload, criticality, atMs }, index) => ({
    workload: workload ?? `auto-${index}`,
    criticality,
    enqueuedMs: atMs,
  }));
  expect(
    replay({ rule: "workload-aware", discipline: "lazy-max-min-heap" }, { requests: replayed, dispatchesMs }),
  ).toEqual(order);
});
