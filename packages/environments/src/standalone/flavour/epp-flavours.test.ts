import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { eppFlavours } from "./epp-flavours.ts";

const { reference, fork } = eppFlavours;
const llmDRouter = eppFlavours["llm-d-router"];
const endpointsFile = "/somewhere/endpoints.yaml";

test.each(reference.orderings)(
  "reference, %s: what epp/config holds, without the defaults that it shows",
  (ordering) => {
    const file = new URL(`../../../../../epp/config/${ordering}.yaml`, import.meta.url);
    const config = parse(readFileSync(file, "utf8")) as { plugins: { type: string; parameters?: unknown }[] };
    const plugins = config.plugins.map(({ type }) => ({ type }));
    expect(reference.config({ ordering, endpointsFile, parameters: undefined })).toEqual({ ...config, plugins });
  },
);

test.each(llmDRouter.orderings)("llm-d-router, %s: a list of model servers, and every plugin declared", (ordering) => {
  const config = llmDRouter.config({ ordering, endpointsFile, parameters: undefined });
  expect(config.plugins[0]).toMatchObject({ type: "file-discovery", parameters: { path: endpointsFile } });
  const refs = [...JSON.stringify(config).matchAll(/"(?:pluginRef|orderingPolicyRef)":"([^"]+)"/g)].map(
    ([, ref]) => ref,
  );
  expect(refs).toContain(`${ordering}-ordering-policy`);
  const declared = config.plugins.map(({ name }) => name);
  expect(refs.filter((ref) => !declared.includes(ref as string))).toEqual([]);
});

test("fork: the policy is declared and flow control is on, which is all that the fork reads", () => {
  const { featureGates, plugins } = fork.config({ ordering: "workload-aware", endpointsFile, parameters: undefined });
  expect(featureGates).toEqual(["flowControl"]);
  expect(plugins[0]).toEqual({ type: "workload-aware-ordering-policy", name: "workload-aware-ordering-policy" });
});

describe.each(Object.entries(eppFlavours))("%s", (name, flavour) => {
  test("is called as it calls itself, and its log's verbosity is told", () => {
    expect(flavour.flavour).toBe(name);
    expect(flavour.flags(4).join(" ")).toMatch(/(^| )--?v 4( |$)/);
  });

  test("a program that is named is taken, also by its variable, and never replaced by another", async () => {
    const path = process.execPath;
    expect(await flavour.find(path, {})).toEqual({ source: "program", path });
    expect(await flavour.find(undefined, { [flavour.variable]: path })).toEqual({ source: "program", path });
    await expect(flavour.find("/nowhere/epp", { [flavour.variable]: path })).rejects.toMatchObject({
      code: "OPTION_INVALID",
      field: "--epp-bin",
    });
  });
});

test.each([llmDRouter, fork])(
  "$flavour: without a program, option, variable and what gets one are named",
  async (flavour) => {
    await expect(flavour.find(undefined, {})).rejects.toMatchObject({
      code: "PROGRAM_MISSING",
      field: "--epp-bin",
      expected: expect.stringContaining(flavour.variable),
      remedy: expect.stringMatching(/go build .*--epp-bin PATH or WA_ROUTING_/),
    });
  },
);
