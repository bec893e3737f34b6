import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { envoyVersion, findEnvoy } from "./envoy-binary.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(path: string, script = ""): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("findEnvoy", () => {
  const named = program("named");
  const variable = program("variable");
  const onPath = program("bin/envoy");
  const installed = program("cache/wa-routing/envoy/lib/python3.12/site-packages/envoy/_bin/envoy");
  const everything = {
    WA_ROUTING_ENVOY_BIN: variable,
    PATH: `/nowhere:${dirname(onPath)}`,
    XDG_CACHE_HOME: join(folder, "cache"),
  };

  test("takes the one that is named, else the variable's, the PATH's, the installed one", () => {
    const { WA_ROUTING_ENVOY_BIN: _, ...unnamed } = everything;
    expect(findEnvoy(named, everything)).toBe(named);
    expect(findEnvoy(undefined, everything)).toBe(variable);
    expect(findEnvoy(undefined, unnamed)).toBe(onPath);
    expect(findEnvoy(undefined, { ...unnamed, PATH: "" })).toBe(installed);
  });

  test("one that is named and not there is never replaced by another", () => {
    expect(() => findEnvoy("/nowhere/envoy", everything)).toThrow(
      /--envoy-bin is "\/nowhere\/envoy", which is no program/,
    );
    expect(() => findEnvoy(undefined, { ...everything, WA_ROUTING_ENVOY_BIN: folder })).toThrow(
      /WA_ROUTING_ENVOY_BIN is/,
    );
  });

  test("the variable's former name is refused with the new one", () => {
    expect(() => findEnvoy(undefined, { WA_ROUTING_ENVOY: variable })).toThrow(
      /WA_ROUTING_ENVOY is called WA_ROUTING_ENVOY_BIN/,
    );
  });

  test("without any, it says what gets one", () => {
    expect(() => findEnvoy(undefined, { PATH: "", XDG_CACHE_HOME: "/nowhere" })).toThrow(
      expect.objectContaining({ code: "PROGRAM_MISSING", remedy: expect.stringContaining("doctor --install envoy") }),
    );
  });
});

test("the version is the one that Envoy prints", async () => {
  const line = "envoy  version: 9e5580933739775e8bce696a57a2e1bc99368f23/1.40.0/Clean/RELEASE/BoringSSL";
  expect(await envoyVersion(program("envoy-1.40", `echo; echo "${line}"`))).toBe("1.40.0");
});

test("another program is not taken for Envoy", async () => {
  await expect(envoyVersion(program("other", "echo other version 3"))).rejects.toMatchObject({
    code: "OPTION_INVALID",
  });
});
