import { readFileSync } from "node:fs";
import { parseScenarioFile } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import { scenarioText } from "./scenario-text.ts";

const example = new URL("../../../../examples/scenarios/two-teams.yaml", import.meta.url);

test("it is the example", () => {
  const schema = "../../packages/protocol/schemas/scenario.json";
  const text = scenarioText({ name: "two-teams", schema, path: "examples/scenarios/two-teams.yaml" });
  expect(text).toBe(readFileSync(example, "utf8"));
});

test("under another name it is valid as it is", () => {
  const text = scenarioText({ name: "mine", schema: "scenario.json", path: "mine.yaml" });
  expect(parseScenarioFile(text, { fileName: "mine.yaml" }).name).toBe("mine");
});
