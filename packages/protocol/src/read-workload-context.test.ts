import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWorkloadContext } from "./read-workload-context.ts";
import type { WorkloadContextReading } from "./workload-context.ts";

interface Vector extends WorkloadContextReading {
  readonly name: string;
  readonly header: string | null;
}

// Each was checked against Go's encoding/json; the Go endpoint picker reads the same file.
const { vectors } = JSON.parse(readFileSync(new URL("../vectors/workload-context.json", import.meta.url), "utf8")) as {
  vectors: Vector[];
};

test.each(vectors)("$name", ({ header, workloadId, criticality, source }) => {
  expect(readWorkloadContext(header ?? undefined)).toEqual({ workloadId, criticality, source });
});

test("white space around a null is none of its own", () => {
  expect(readWorkloadContext(" null\n")).toEqual(readWorkloadContext("null"));
  expect(readWorkloadContext("null").source).toBe("clamped");
});

describe("any bytes", () => {
  const byteString = fc.uint8Array({ maxLength: 200 }).map((bytes) => String.fromCharCode(...bytes));

  test("are read without throwing, within range", () => {
    fc.assert(
      fc.property(byteString, (header) => {
        const { criticality, workloadId } = readWorkloadContext(header);
        expect([1, 2, 3, 4, 5]).toContain(criticality);
        expect(workloadId).not.toBe("");
      }),
    );
  });

  test("any JSON object keeps a string id unless a typed field is wrong", () => {
    fc.assert(
      fc.property(fc.json(), (header) => {
        const isObject = /^\s*\{/.test(header);
        if (!isObject && header.trim() !== "null") expect(readWorkloadContext(header).source).toBe("invalid");
      }),
    );
  });
});
