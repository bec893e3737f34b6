import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { chooseOrderings } from "./ordering-choice.ts";
import { readScore } from "./score.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const declared = { ...DEFAULT_ROUTER_PARAMETERS, waitWeight: 0.2, criticalityWeight: 0.6, emaAlpha: 0.5 };

test.each([
  ["pairs", "wait-weight=0.2,criticality-weight=.6, ema-alpha=5e-1"],
  ["YAML with the names of the options", file("a.yaml", "wait-weight: 0.2\ncriticality-weight: 0.6\nema-alpha: 0.5\n")],
  [
    "JSON with the names of our picker's configuration",
    file("a.json", '{"waitWeight":0.2,"criticalityWeight":0.6,"emaAlpha":0.5}'),
  ],
])("%s: what is not named is the default", (_, text) => {
  expect(readScore(text)).toEqual(declared);
});

describe("refused, with every problem:", () => {
  test.each([
    ["", /"" is no name=value/],
    ["wait-weight=1=2", /"wait-weight=1=2" is no name=value/],
    ["wait-weight=1,waitWeight=1", /waitWeight is named twice/],
    ["rate-window-seconds=0,max-rate-per-second=-1", /max-rate-per-second is -1: .*; rate-window-seconds is 0: /],
    ["wait-weight=Infinity", /wait-weight is null: |wait-weight is/],
    [file("list.yaml", "- wait-weight\n"), /it is no mapping/],
    [file("empty.yaml", ""), /it is no mapping/],
    [file("none.json", "{}"), /nothing is named/],
    [file("broken.yaml", "{ a: ["), /list|flow|broken/i],
    [file("twice.yaml", "wait-weight: 1\nwait-weight: 2\n"), /unique/],
    [file("text.yaml", "wait-weight: heavy\n"), /wait-weight is "heavy": /],
  ])("%s", (text, message) => {
    expect(() => readScore(text)).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID", field: "--score", message: expect.stringMatching(message) }),
    );
  });
});

describe("what was declared is known before anything starts", () => {
  const parameters = (choice: Parameters<typeof chooseOrderings>[0]) =>
    chooseOrderings(choice).map((gateway) => gateway.parameters);
  const score = "wait-weight=0.2,criticality-weight=0.6,ema-alpha=0.5";
  const eppConfig = file(
    "epp.yaml",
    "plugins: [{ type: workload-aware-ordering-policy, parameters: { waitWeight: 0.2, criticalityWeight: 0.6, emaAlpha: 0.5 } }]\n",
  );

  test("of every environment", () => {
    expect(parameters({ score })).toEqual([declared]);
    expect(parameters({ envoyUrl: "http://127.0.0.1:9", score })).toEqual([declared]);
    expect(parameters({ environment: "standalone", score })).toEqual([declared]);
    expect(parameters({ eppConfig })).toEqual([declared]);
    expect(parameters({ ordering: ["workload-aware", "fcfs"], score })).toEqual([declared, declared]);
    expect(parameters({})).toEqual([undefined]);
  });

  test("and a configuration that says otherwise is refused", () => {
    expect(() => parameters({ eppConfig, score: "wait-weight=0.2" })).toThrow(/contradicts --epp-config/);
  });
});
