import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { applyObjects } from "./apply-objects.ts";
import { createKubectl } from "./kubectl.ts";
import { writeScript } from "./script.test-data.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-kubectl-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A stand-in that writes down its arguments, and what it read. */
function recording(script: string) {
  const begin = `input=$(cat); echo "$*" >>"${folder}/calls"; echo "$input" >"${folder}/input"\n`;
  const program = writeScript(join(folder, "kubectl"), begin + script);
  return createKubectl({ program, namespace: "a" });
}
const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

const POOL = {
  apiVersion: "inference.networking.k8s.io/v1",
  kind: "InferencePool",
  metadata: { name: "pool" },
  spec: {},
};
const CONFIG = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config" }, data: {} };
const SERVER_SIDE = "--namespace a apply --server-side --field-manager=wa-routing --force-conflicts -f -";

test("objects are applied together, server-side, and warnings are handed on", async () => {
  const kubectl = recording('echo "Warning: old API" >&2; echo "note" >&2');
  expect(await applyObjects(kubectl, [POOL, CONFIG])).toEqual({ warnings: ["Warning: old API"] });
  expect(calls()).toEqual([SERVER_SIDE]);
  expect(JSON.parse(readFileSync(join(folder, "input"), "utf8"))).toEqual({
    apiVersion: "v1",
    kind: "List",
    items: [POOL, CONFIG],
  });
});

test.each([
  'InferencePool in version "v1" cannot be handled: strict decoding error: unknown field "spec.endpointPickerRef.namespace"',
  "failed to create typed patch object: .spec.endpointPickerRef.namespace: field not declared in schema",
])("an object with a field that its kind lacks is named, and applied without it: %s", async (words) => {
  const refusing = `case "$*$input" in *--server-side*InferencePool*) echo '${words}' >&2; exit 1;; esac`;
  const { warnings } = await applyObjects(recording(refusing), [POOL, CONFIG]);
  expect(warnings).toEqual([
    expect.stringMatching(/^InferencePool pool was refused as it is written.*endpointPickerRef/),
  ]);
  expect(calls()).toEqual([SERVER_SIDE, SERVER_SIDE, "--namespace a apply --validate=warn -f -", SERVER_SIDE]);
});

test("any other refusal is an error, in kubectl's words", async () => {
  const refusing = recording("echo 'Error from server (Forbidden): no' >&2; exit 1");
  await expect(applyObjects(refusing, [CONFIG])).rejects.toMatchObject({
    code: "KUBECTL_FAILED",
    message: expect.stringMatching(/Forbidden/),
  });
  expect(calls()).toHaveLength(1);
});
