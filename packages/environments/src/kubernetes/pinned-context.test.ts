import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pinnedContext } from "./pinned-context.ts";
import { writeScript } from "./script.test-data.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-context-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A kubectl that does as the script says. */
function cluster(name: string, script: string) {
  return { program: writeScript(join(folder, name), script), namespace: "inf-ext-e2e" };
}

test("the current context is asked for, and stays", async () => {
  const named = cluster("has-one", "echo kind-wa");
  expect(await pinnedContext(named)).toEqual({ ...named, context: "kind-wa" });
});

test("one that was given is not asked for", async () => {
  const named = { ...cluster("is-not-called", "exit 1"), context: "kind-mine" };
  expect(await pinnedContext(named)).toEqual(named);
});

test.each([
  ["says-so", 'echo "error: current-context is not set" >&2; exit 1'],
  ["says-nothing", "echo"],
])("kubectl has none (%s): it is said what to give", async (name, script) => {
  await expect(pinnedContext(cluster(name, script))).rejects.toMatchObject({
    code: "OPTION_MISSING",
    field: "--context",
    message: "which cluster has namespace inf-ext-e2e is not known: kubectl has no current context",
    expected: expect.stringContaining("--envoy-url"),
  });
});

test("what else kubectl says is handed on", async () => {
  const failing = cluster("fails", 'echo "error: yaml: line 3" >&2; exit 1');
  await expect(pinnedContext(failing)).rejects.toMatchObject({ code: "KUBECTL_FAILED" });
});

test("without kubectl it is said what to give in its place", async () => {
  const absent = { program: join(folder, "is-not-there"), namespace: "inf-ext-e2e" };
  await expect(pinnedContext(absent)).rejects.toMatchObject({
    code: "OPTION_MISSING",
    message: "namespace inf-ext-e2e is looked into with kubectl, which is not on this machine",
    expected: expect.stringContaining("--envoy-url"),
  });
});
