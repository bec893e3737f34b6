import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCompletionsCsv } from "./completions-csv.ts";

const HEADER = "id,workload_id,criticality,sent_ms,completed_ms,status";
const parse = (...rows: string[]) => parseCompletionsCsv([HEADER, ...rows].join("\n"), "table.csv");

test("columns in any order, others left out, quotes, a byte order mark, empty lines", () => {
  const text = '\uFEFFstatus,note,id,sent_ms,completed_ms,workload_id,criticality\n\n200,x,a,1.5,20,"team, one",5\r\n';
  expect(parseCompletionsCsv(text, "t")).toEqual([
    { id: "a", workloadId: "team, one", criticality: 5, sentMs: 1.5, completedMs: 20, status: 200 },
  ]);
});

test("an empty workload id is a request without a context", () => {
  expect(parse("a,,3,0,1,200")).toMatchObject([{ workloadId: null }]);
});

test("a status of 0, of 000, and none are requests without an answer, as load generators and curl write them", () => {
  const rows = parse("a,w,3,0,1,0", "b,w,3,0,1,504", "c,w,3,0,1,000", "d,w,3,0,1,");
  expect(rows.map(({ status }) => status)).toEqual([null, 504, null, null]);
});

test("one without an answer need not say when it was completed; one with an answer must", () => {
  expect(parse("a,w,3,7,,0", "b,w,3,8,,").map(({ completedMs }) => completedMs)).toEqual([7, 8]);
  expect(() => parse("a,w,3,7,,200")).toThrow(/completed_ms is ""/);
});

describe("what is wrong is said with its line, all at once", () => {
  test.each([
    ["a,w,6,0,1,200", /table\.csv:2 criticality is "6", expected a whole number from 1 to 5/],
    ["a,w,4.0,0,1,200", /criticality is "4\.0"/],
    ["a,w,5,x,1,200", /table\.csv:2 sent_ms is "x", expected a number/],
    ["a,w,5,0,,200", /completed_ms is ""/],
    ["a,w,5,10,1,200", /completed_ms is 1, expected 10 \(sent_ms\) or more/],
    ["a,w,5,0,1,ok", /status is "ok", expected an HTTP status/],
    ["a,w,5,0,1,00", /status is "00", expected an HTTP status, or 0/],
    ["a,w,5,0,1,-1", /status is "-1"/],
    [",w,5,0,1,200", /id is ""/],
    ["a,w,5,0,1", /is no CSV/],
    ['a,"w,5,0,1,200', /is no CSV/],
  ])("%s", (row, message) => {
    expect(() => parse(row)).toThrow(
      expect.objectContaining({ code: "IMPORT_INVALID", message: expect.stringMatching(message) }),
    );
  });

  test("two problems on two lines, and an id twice", () => {
    expect(() => parse("a,w,0,0,1,200", "b,w,5,0,1,200", "b,w,5,0,x,200")).toThrow(
      /:2 criticality.*\n.*:4 completed_ms/,
    );
    expect(() => parse("b,w,5,0,1,200", "b,w,5,0,1,200")).toThrow(/:3 id "b" is also on line 2/);
  });

  test.each([
    ["", /an empty file/],
    ["id,workload_id\na,b", /no column criticality, sent_ms, completed_ms, status/],
    [HEADER, /has no rows/],
  ])("%j", (text, message) => expect(() => parseCompletionsCsv(text, "t")).toThrow(message));
});

test("any text gives rows or one error of ours", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      try {
        parseCompletionsCsv(text, "t");
      } catch (error) {
        expect(error).toMatchObject({ code: "IMPORT_INVALID" });
      }
    }),
  );
});
