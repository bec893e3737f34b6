import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeDiagnostics } from "./diagnostics.ts";
import { createKubectl } from "./kubectl.ts";
import { writeScript } from "./script.test-data.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-diagnostics-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PODS = {
  items: [
    { metadata: { name: "epp" }, status: { containerStatuses: [{ restartCount: 4 }] } },
    { metadata: { name: "envoy" }, status: {} },
  ],
};

function standIn(script: string) {
  return createKubectl({ program: writeScript(join(folder, "kubectl"), script), namespace: "a" });
}

test("what is worth reading is written, the last 200 lines of each, and the log before a restart", async () => {
  const kubectl = standIn(`case "$*" in
    *"get pods -o json"*) echo '${JSON.stringify(PODS)}' ;;
    *"logs epp"*--previous*) echo "it crashed" ;;
    *"logs epp"*) seq 1 500 ;;
    *"logs envoy"*) head -c 3000000 /dev/zero | tr '\\0' x ;;
    *) echo "$*" ;;
  esac`);
  const into = join(folder, "kubernetes");
  const written = await writeDiagnostics(kubectl, into);
  const names = ["describe.txt", "envoy.log", "epp.log", "epp.previous.log", "events.txt", "objects.txt"];
  expect(written).toEqual(names);
  expect(readdirSync(into).toSorted()).toEqual(names);
  const read = (name: string) => readFileSync(join(into, name), "utf8");
  expect(read("epp.log")).toMatch(/^… 300 lines before\n301\n302\n[\s\S]*\n500\n$/);
  expect(read("epp.previous.log")).toBe("it crashed\n");
  expect(read("describe.txt")).toBe("--namespace a describe deployments,pods\n");
  expect(statSync(join(into, "envoy.log")).size).toBe(1024 * 1024);
});

test("what cannot be read is said in its place", async () => {
  const kubectl = standIn('echo "Unable to connect to the server" >&2; exit 1');
  expect(await writeDiagnostics(kubectl, folder)).toEqual(["describe.txt", "events.txt", "objects.txt"]);
  expect(readFileSync(join(folder, "describe.txt"), "utf8")).toMatch(
    /kubectl --namespace a describe deployments,pods\nUnable to connect to the server\n$/,
  );
});

test("a folder that cannot be made breaks nothing", async () => {
  const kubectl = standIn("echo '{\"items\": []}'");
  expect(await writeDiagnostics(kubectl, join(folder, "kubectl", "under-a-file"))).toEqual([]);
});
