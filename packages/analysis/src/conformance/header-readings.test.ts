import { REUSED_CONNECTION_CLOSED, type RequestRecord } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import type { RequestTrace } from "../evidence/request-trace.ts";
import { headerReadings } from "./header-readings.ts";

interface Traced extends Partial<RequestRecord> {
  readonly read?: { readonly workloadId: string; readonly criticality: number };
}

const traced = ({ read, ...record }: Traced) =>
  ({
    record: {
      ...{ id: "a", trial: 0, primed: false, workload: "row", contextHeaders: [], outcome: "completed" },
      ...{ status: 200, errorCode: null, errorText: null },
      ...record,
    },
    contextExtracted: read === undefined ? null : { event: "context-extracted", requestId: "r", ...read },
  }) as RequestTrace;

describe("header readings", () => {
  const header = (criticality: unknown) => [JSON.stringify({ workload_id: "w", criticality })];
  test.each([
    ["as sent", header(4), { workloadId: "w", criticality: 4 }, null],
    ["not clamped", header(6), { workloadId: "w", criticality: 6 }, /read as "w", criticality 6; .* criticality 5/],
    ["a missing one as 3", header(undefined), { workloadId: "w", criticality: 3 }, /criticality 3; .* criticality 1/],
    [
      "a float that is rounded",
      header(4.5),
      { workloadId: "w", criticality: 5 },
      /the rules give an id of the router's own \(auto-…\), criticality 3/,
    ],
    [
      "another id",
      header(4),
      { workloadId: "v", criticality: 4 },
      /read as "v", criticality 4; the rules give "w", crit/,
    ],
    ["no header, an id of its own", [], { workloadId: "auto-1", criticality: 3 }, null],
    ["no header, a fixed id", [], { workloadId: "default", criticality: 3 }, /read as "default"/],
  ] as const)("%s", (_, contextHeaders, read, says) => {
    const { compared, mismatches } = headerReadings([traced({ contextHeaders: [...contextHeaders], read })]);
    expect(compared).toBe(1);
    if (says === null) expect(mismatches).toEqual([]);
    else expect(mismatches[0]).toMatch(says);
  });

  const auto = (number: number) => ({ workloadId: `auto-${number}`, criticality: 3 });
  test.each([
    ["the last", [{ workloadId: "w", criticality: 4 }], { "last-line": 1, "joined-lines": 0 }],
    ["none, as of lines that were joined", [auto(1), auto(2)], { "last-line": 0, "joined-lines": 2 }],
    ["none, but one id for all", [auto(1), auto(1)], null],
    ["the first", [{ workloadId: "w", criticality: 1 }], null],
    ["none, but another default", [{ workloadId: "auto-1", criticality: 1 }], null],
  ])("of two lines %s is read", (_, reads, severalLines) => {
    const contextHeaders = [...header(1), ...header(4)];
    const readings = headerReadings(reads.map((read) => traced({ contextHeaders, read })));
    expect(readings.mismatches).toHaveLength(severalLines === null ? 1 : 0);
    if (severalLines !== null) expect(readings.severalLines).toEqual(severalLines);
  });

  test("one line that holds a comma between two objects has one reading: none", () => {
    const joined = [[...header(1), ...header(4)].join(", ")];
    const { mismatches, severalLines } = headerReadings([
      traced({ contextHeaders: joined, read: { workloadId: "w", criticality: 4 } }),
      traced({ contextHeaders: joined, read: auto(1) }),
    ]);
    expect(mismatches).toEqual([
      expect.stringMatching(/the rules give an id of the router's own \(auto-…\), criticality 3$/),
    ]);
    expect(severalLines).toEqual({ "last-line": 0, "joined-lines": 0 });
  });

  test("requests that name their workload may share it; of several lines the last counts", () => {
    const read = { workloadId: "w", criticality: 4 };
    const contextHeaders = [...header(1), ...header(4)];
    const once = traced({ contextHeaders: header(4), read });
    const requests = [once, once, traced({ contextHeaders, read })];
    expect(headerReadings(requests).mismatches).toEqual([]);
  });

  test("all mismatches and refusals are counted, and ten of each are quoted, a refusal with what was said", () => {
    const read = { workloadId: "w", criticality: 1 };
    const refused = { status: 400, outcome: "failed", errorCode: "E" } as const;
    const requests = Array.from({ length: 12 }, (_, index) =>
      traced({ ...refused, contextHeaders: header(4), read, errorText: index === 0 ? "no such header" : null }),
    );
    const readings = headerReadings(requests);
    expect(readings).toMatchObject({ compared: 12, misread: 12, unserved: 12, answered4xx: 12 });
    expect(readings.mismatches).toHaveLength(10);
    expect(readings.refused).toHaveLength(10);
    expect(readings.refused.slice(0, 2)).toEqual(["row: failed (E) no such header", "row: failed (E)"]);
  });

  test.each([
    ["that are well made up", "auto-1", 1],
    ["that are wrong themselves, too", "default", 3],
  ])("requests without a header that share ids %s: told first, and each counted once", (_, shared, quoted) => {
    const read = { workloadId: shared, criticality: 3 };
    const own = traced({ read: auto(9) });
    const { mismatches, misread } = headerReadings([own, traced({ read }), traced({ read })]);
    expect(mismatches[0]).toBe("2 requests without a readable id share 1 ids; each should have one of its own");
    expect([mismatches.length, misread]).toEqual([quoted, 2]);
  });

  test.each([
    [400, "failed", 1, 1],
    [431, "failed", 1, 1],
    [499, "failed", 1, 1],
    [500, "failed", 1, 0],
    [429, "rejected", 1, 0],
    [503, "evicted", 1, 0],
    [null, "transport", 1, 0],
    [null, "local", 0, 0],
    [null, "aborted", 0, 0],
    [200, "completed", 0, 0],
  ] as const)("status %s (%s)", (status, outcome, refused, answered4xx) => {
    const readings = headerReadings([traced({ status, outcome, errorCode: "E" })]);
    expect(readings.refused).toHaveLength(refused);
    expect(readings.answered4xx).toBe(answered4xx);
  });

  test("a connection that had been idle for too long is no refusal", () => {
    const lost = { status: null, outcome: "transport", errorCode: REUSED_CONNECTION_CLOSED } as const;
    expect(headerReadings([traced(lost)]).refused).toEqual([]);
  });

  test("primes and the preparation are not judged, nor is what no log names", () => {
    const read = { workloadId: "x", criticality: 1 };
    const traces = [traced({ primed: true, read }), traced({ trial: null, read }), traced({})];
    expect(headerReadings(traces)).toMatchObject({ compared: 0, mismatches: [], refused: [], answered4xx: 0 });
  });
});
