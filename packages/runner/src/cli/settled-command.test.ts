import { CommanderError } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import type { ConfigEntry } from "./option-sources.ts";
import { createProgram } from "./program.ts";

afterEach(() => vi.restoreAllMocks());

type Variables = Readonly<Record<string, string>>;

const inFile = (written: Readonly<Record<string, unknown>>): ConfigEntry[] =>
  Object.entries(written).map(([option, value], index) => ({ option, value, place: `c.yaml:${index + 1}:1` }));

/** What a command is given; or what was printed in place of it. */
function settled(args: readonly string[], env: Variables, written: Readonly<Record<string, unknown>> = {}) {
  const program = createProgram({ env, config: { name: "c.yaml", entries: inFile(written) } });
  const print = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  let found: unknown = null;
  program.commands
    .find((command) => command.name() === args[0])
    ?.action((...given: unknown[]) => {
      found = given.at(-2);
    });
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return `${print.mock.calls[0]?.[0]}`;
  }
  return found;
}

test.each<[string, readonly string[], Variables, Readonly<Record<string, unknown>>, object]>([
  ["the default", ["run"], {}, {}, { scenario: "all" }],
  ["the file over the default", ["run"], {}, { scenario: "a", trials: 3 }, { scenario: "a", trials: 3 }],
  ["a variable over the file", ["run"], { WA_ROUTING_TRIALS: "2" }, { trials: 3 }, { scenario: "all", trials: 2 }],
  ["a flag over both", ["run", "--trials", "1"], { WA_ROUTING_TRIALS: "2" }, { trials: 3 }, { trials: 1 }],
  ["an empty variable is none", ["run"], { WA_ROUTING_TRIALS: "" }, {}, { scenario: "all" }],
  ["a switch", ["run"], { WA_ROUTING_QUIET: "1", WA_ROUTING_JSON: "false" }, {}, { quiet: true }],
  ["a switch that is off in the file", ["run"], {}, { quiet: false }, { scenario: "all" }],
  ["a list", ["run"], {}, { ordering: ["fcfs", "workload-aware"] }, { ordering: ["fcfs", "workload-aware"] }],
  ["another name of an option", ["run"], { WA_ROUTING_POLICY: "fcfs" }, {}, { ordering: ["fcfs"] }],
  ["a command that reads no file", ["plan", "x"], { WA_ROUTING_SEED: "4" }, {}, { seed: 4 }],
  ["where a program lies, alone, is no option", ["run"], { WA_ROUTING_EPP_BIN: "/e" }, {}, { scenario: "all" }],
  ["nor is the image of a cluster's node", ["run"], { WA_ROUTING_KIND_NODE_IMAGE: "n" }, {}, { scenario: "all" }],
  ["…and wins over the file", ["run"], { WA_ROUTING_EPP_BIN: "/e" }, { "epp-bin": "/f" }, { eppBin: "/e" }],
])("%s", (_, args, env, written, options) => {
  const found = settled(args, env, written);
  expect(found).toMatchObject(options);
  expect(Object.keys(found as object).toSorted()).toEqual(
    [...new Set(["scenario", ...Object.keys(options)])]
      .filter((key) => args[0] === "run" || key !== "scenario")
      .toSorted(),
  );
});

test.each<[string, Variables, Readonly<Record<string, unknown>>, RegExp]>([
  [
    "a wrong variable",
    { WA_ROUTING_TRIALS: "x" },
    {},
    /^error: WA_ROUTING_TRIALS is "x"; expected a whole number of 1 or more$/m,
  ],
  ["a wrong line", {}, { seed: 1, trials: 0 }, /^error: c\.yaml:2:1 is "?0"?; expected a whole number/m],
  ["no choice", { WA_ROUTING_GATE: "x" }, {}, /WA_ROUTING_GATE is "x"; expected one of model-server, /],
  [
    "a switch that is neither",
    { WA_ROUTING_JSON: "yes" },
    {},
    /WA_ROUTING_JSON is "yes"; expected 1 or true, 0 or false/,
  ],
  ["a switch that is a text", {}, { json: "yes" }, /c\.yaml:1:1 is "yes"; expected true or false/],
  ["nothing", {}, { trials: null }, /c\.yaml:1:1 is null; expected a text or a number for --trials/],
  ["a mapping", {}, { score: { a: 1 } }, /c\.yaml:1:1 is \{"a":1\}; expected a text/],
  ["several where one is taken", {}, { trials: [1, 2] }, /c\.yaml:1:1 is \[1,2\]; expected one value for --trials/],
  [
    "both names",
    { WA_ROUTING_ORDERING: "fcfs", WA_ROUTING_POLICY: "fcfs" },
    {},
    /WA_ROUTING_POLICY and another variable/,
  ],
  [
    "a variable's former meaning",
    { WA_ROUTING_EPP: "/bin/epp" },
    {},
    /WA_ROUTING_EPP is "\/bin\/epp".*WA_ROUTING_EPP_BIN now/,
  ],
  [
    "two that exclude each other",
    { WA_ROUTING_JSON: "1" },
    { quiet: true },
    /^error: .*--(json|quiet).* cannot be used with .*\n {2}--json was given by WA_ROUTING_JSON\n {2}--quiet was given by c\.yaml:1:1$/m,
  ],
])("refused: %s", (_, env, written, told) => expect(settled(["run"], env, written)).toMatch(told));
