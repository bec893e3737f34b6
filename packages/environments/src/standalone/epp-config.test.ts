import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { eppConfigOf } from "./epp-config.ts";
import { eppFlavours } from "./flavour/epp-flavours.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  const path = join(folder, "epp.yaml");
  writeFileSync(path, text);
  return path;
}

test.each([
  ["reference", "workload-aware"],
  ["llm-d-router", "fcfs"],
  ["fork", "workload-aware"],
] as const)("%s is ordered by %s, if nothing is said", (name, ordering) => {
  const config = eppConfigOf(eppFlavours[name], {});
  expect(config.ordering).toBe(ordering);
  expect(config.text("/endpoints.yaml")).toContain(`${ordering}-ordering-policy`);
});

test.each([
  ["llm-d-router", "workload-aware", /^fcfs or slo-deadline: llm-d-router has no ordering by workload/],
  ["fork", "fcfs", /^workload-aware: the fork's queue is always ordered by workload/],
  ["reference", "slo-deadline", /^workload-aware or fcfs/],
] as const)("%s cannot be ordered by %s", (name, ordering, expected) => {
  expect(() => eppConfigOf(eppFlavours[name], { ordering })).toThrow(
    expect.objectContaining({
      code: "OPTION_INVALID",
      field: "--ordering",
      value: ordering,
      expected: expect.stringMatching(expected),
    }),
  );
});

describe("a configuration of one's own", () => {
  test.each(["reference", "fork"] as const)("%s gets it as it stands", (name) => {
    const text = "kind: Nonsense # and a comment\n";
    const eppConfig = file(text);
    const config = eppConfigOf(eppFlavours[name], { eppConfig });
    expect(config.ordering).toBe(`as in ${eppConfig}`);
    expect(config.text("/endpoints.yaml")).toBe(text);
  });

  test.each([
    ["with another list", "{ path: other.yaml, watchFile: true }"],
    ["with none", "null"],
  ])("llm-d-router gets it with our list of model servers: %s", (_, parameters) => {
    const eppConfig = file(
      `kind: EndpointPickerConfig\nplugins:\n  - { type: x }\n  - type: file-discovery\n    parameters: ${parameters}\n`,
    );
    const config = eppConfigOf(eppFlavours["llm-d-router"], { eppConfig });
    expect(parse(config.text("/endpoints.yaml"))).toEqual({
      kind: "EndpointPickerConfig",
      plugins: [{ type: "x" }, { type: "file-discovery", parameters: { path: "/endpoints.yaml", watchFile: false } }],
    });
  });

  test.each([
    ["has no place for a list", "plugins: [{ type: x }]", /no plugin of type file-discovery/],
    ["is a list", "- a", /no plugin of type file-discovery/],
    ["is no YAML", "{ a: [", /is no YAML/],
  ])("llm-d-router's %s", (_, text, message) => {
    expect(() => eppConfigOf(eppFlavours["llm-d-router"], { eppConfig: file(text) })).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        field: "--epp-config",
        message: expect.stringMatching(message),
      }),
    );
  });

  test("is not there, or stands beside an ordering", () => {
    const { reference } = eppFlavours;
    expect(() => eppConfigOf(reference, { eppConfig: join(folder, "nowhere") })).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        field: "--epp-config",
      }),
    );
    expect(() => eppConfigOf(reference, { eppConfig: file(""), ordering: "fcfs" })).toThrow(
      expect.objectContaining({
        field: "--ordering",
      }),
    );
  });
});
