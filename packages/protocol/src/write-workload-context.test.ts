import fc from "fast-check";
import { expect, test } from "vitest";
import { readWorkloadContext } from "./read-workload-context.ts";
import type { Criticality } from "./workload-context.ts";
import { MAX_WORKLOAD_CONTEXT_BYTES, writeWorkloadContext } from "./write-workload-context.ts";

test("is plain ASCII JSON", () => {
  expect(writeWorkloadContext({ workloadId: "café \u007f 😀", criticality: 5 })).toBe(
    '{"workload_id":"caf\\u00e9 \\u007f \\ud83d\\ude00","criticality":5}',
  );
});

test("is read back as it was meant, whatever the id", () => {
  const context = fc.record({
    workloadId: fc.string({ unit: "binary", minLength: 1, maxLength: 50 }),
    criticality: fc.constantFrom<Criticality>(1, 2, 3, 4, 5),
  });
  fc.assert(
    fc.property(context, (meant) => {
      const header = writeWorkloadContext(meant);
      expect(header).toMatch(/^[\x20-\x7e]+$/);
      expect(readWorkloadContext(header)).toEqual({ ...meant, source: "header" });
    }),
  );
});

test.each([
  { workloadId: "", criticality: 3, field: "workloadId" },
  { workloadId: 7, criticality: 3, field: "workloadId" },
  { workloadId: undefined, criticality: 3, field: "workloadId" },
  { workloadId: "a\ud800", criticality: 3, field: "workloadId" },
  { workloadId: "a".repeat(MAX_WORKLOAD_CONTEXT_BYTES), criticality: 3, field: "workloadId" },
  { workloadId: "a", criticality: 0, field: "criticality" },
  { workloadId: "a", criticality: 6, field: "criticality" },
  { workloadId: "a", criticality: 4.5, field: "criticality" },
  { workloadId: "a", criticality: "4", field: "criticality" },
  { workloadId: "a", criticality: Number.NaN, field: "criticality" },
  { workloadId: "a", criticality: undefined, field: "criticality" },
])("refuses what a router would read differently: $field", ({ workloadId, criticality, field }) => {
  const write = () => writeWorkloadContext({ workloadId, criticality } as never);
  expect(write).toThrow(expect.objectContaining({ code: "WORKLOAD_CONTEXT_UNWRITABLE", field }));
});
