import { expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import { analysisOf } from "./analysis.test-data.ts";
import { notUnderstood } from "./log-understanding.ts";

/** Of a log of 200 lines. */
const reasonOf = (
  log: Partial<NonNullable<Analysis["log"]>>,
  { ownEvents = 0, environment = "existing" as Analysis["situation"]["environment"] } = {},
) => {
  const { log: sound, situation } = analysisOf();
  if (sound === null) throw new Error("an analysis without a log");
  return notUnderstood({
    log: { ...sound, lines: 200, routerLines: 0, ...log },
    ownEvents,
    situation: { ...situation, environment },
  });
};
const unread = (unknownLines: number, lines = 200) =>
  reasonOf({ lines, unknownLines, unknown: [{ lines: unknownLines, example: "<log>" }] as never }, { ownEvents: 1 });

test.each([
  ["half of it", 100, 200, true],
  ["the twentieth part", 10, 200, false],
  ["more than the twentieth part", 11, 200, true],
  ["five lines of few: a banner", 5, 20, false],
  ["six lines of few", 6, 20, true],
  ["one line, which is all", 1, 1, true],
])("%s could not be read", (_, unknownLines, lines, isTooMuch) => {
  const figures = { unread: unknownLines, lines, example: "<log>" };
  expect(unread(unknownLines, lines)).toEqual(isTooMuch ? { code: "log-not-understood", figures } : null);
});

test("lines that could not be read, and none was kept to be shown", () => {
  expect(reasonOf({ unknownLines: 200, unknown: [] })?.figures).toMatchObject({ example: "" });
});

test("one line of this run's requests is enough, whatever else stands in it", () => {
  expect(reasonOf({ foreignEvents: 300 }, { ownEvents: 1 })).toBeNull();
});

test("lines of requests, none of them this run's: a log of another run", () => {
  expect(reasonOf({ foreignEvents: 300, routerLines: 5 })).toEqual({
    code: "log-of-another-run",
    figures: { others: 300 },
  });
});

test("no line that a picker writes: a log of another program, but where we have started the picker", () => {
  expect(reasonOf({})).toEqual({ code: "log-of-another-program", figures: { lines: 200 } });
  expect(reasonOf({ routerLines: 1 })).toBeNull();
  for (const environment of ["embedded", "standalone", "kind"] as const) {
    expect(reasonOf({}, { environment }), environment).toBeNull();
  }
});

test("without a log, or a line in it, there was nothing to understand", () => {
  const { situation } = analysisOf();
  expect(notUnderstood({ log: null, ownEvents: 0, situation })).toBeNull();
  expect(reasonOf({ lines: 0 })).toBeNull();
});
