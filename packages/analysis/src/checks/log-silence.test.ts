import { expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import type { Situation } from "../reasons/situation.ts";
import { quietness, silenceOf } from "./log-silence.ts";

const of = (
  environment: Situation["environment"],
  flavour: string | null,
  verbosity: number | null,
  lines: number,
  ...gaps: string[]
) => ({ situation: { environment, flavour, verbosity }, log: { lines, gaps } }) as unknown as Analysis;

test.each([
  ["standalone", "reference", 2, { code: "log-silent", figures: { verbosity: 2 } }],
  ["embedded", null, 5, { code: "log-silent", figures: { verbosity: 5 } }],
  ["existing", null, null, { code: "log-empty", figures: {} }],
  ["imported", null, null, { code: "log-empty", figures: {} }],
] as const)("a log without a line on %s (%s, -v %s)", (environment, flavour, verbosity, expected) => {
  expect(silenceOf(of(environment, flavour, verbosity, 0))).toEqual(expected);
});

test.each([
  ["of our simulator, without a line: it has failed to write them", "embedded", null, 2, 0, null],
  ["of our picker, without a line", "standalone", "reference", 2, 0, null],
  ["of our picker, with other lines", "standalone", "reference", 2, 9, null],
  ["of another picker at -v 2, without a line", "standalone", "fork", 2, 0, "log-silent"],
  ["of another picker at -v 2, with other lines", "standalone", "fork", 2, 9, "log-quiet"],
  ["of another picker at -v 3", "standalone", "llm-d-router", 3, 9, "log-quiet"],
  ["of another picker at -v 4: it had every occasion", "standalone", "fork", 4, 9, null],
  ["of another picker at -v 5, without a line", "standalone", "fork", 5, 0, "log-silent"],
  ["of another picker whose -v is not known", "standalone", "fork", null, 9, null],
  ["of somebody's gateway that is quiet, with other lines", "existing", null, 2, 9, null],
  ["of somebody's gateway, without a line", "existing", null, null, 0, "log-empty"],
  ["of somebody's gateway, with other lines", "existing", null, null, 9, null],
] as const)("a log without log points %s", (_, environment, flavour, verbosity, lines, code) => {
  expect(quietness(of(environment, flavour, verbosity, lines))?.code ?? null).toBe(code);
});

test.each([
  ["embedded", null, 0],
  ["standalone", "reference", 0],
  ["standalone", "fork", 9],
  ["existing", null, 9],
] as const)(
  "a log without log points on %s (%s) of which a part is lost says nothing about them",
  (where, flavour, lines) => {
    expect(quietness(of(where, flavour, 2, lines, "router.log is missing", "rotated"))).toEqual({
      code: "log-lost",
      figures: { gap: "router.log is missing" },
    });
  },
);

test("a quiet log is told with its -v, and how many points it lacks", () => {
  expect(quietness(of("standalone", "fork", 2, 9))?.figures).toEqual({ verbosity: 2, points: 6 });
});

test("without a log there is no silence to tell of", () => {
  expect(
    quietness({ situation: { environment: "existing", flavour: null, ordering: null, verbosity: null }, log: null }),
  ).toBeNull();
});
