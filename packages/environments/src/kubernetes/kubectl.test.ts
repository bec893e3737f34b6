import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { createKubectl } from "./kubectl.ts";
import { writeScript } from "./script.test-data.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-kubectl-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (script: string) => writeScript(join(folder, `kubectl-${Math.random()}`), script);
const kubectl = (script: string) => createKubectl({ program: program(script), namespace: "inf-ext-e2e" });

test("which cluster is meant is said in every call, and nothing goes through a shell", async () => {
  const echo = createKubectl({
    program: program('printf "%s|" "$@"'),
    kubeconfig: "/k c",
    context: "kind-wa",
    namespace: "a",
  });
  expect(await echo.run(["get", "$(id)", "a b"])).toBe(
    "--kubeconfig|/k c|--context|kind-wa|--namespace|a|get|$(id)|a b|",
  );
  expect(await echo.in("b").run(["get"])).toBe("--kubeconfig|/k c|--context|kind-wa|--namespace|b|get|");
});

test("a person can paste what was called", () => {
  const { commandLine } = createKubectl({ context: "kind-wa", namespace: "a" });
  expect(commandLine(["get", "pods", "-l", "app in (a, it's)"])).toBe(
    "kubectl --context kind-wa --namespace a get pods -l 'app in (a, it'\\''s)'",
  );
});

test("what kubectl says of a failure is quoted, and its own cache errors are not", async () => {
  const failing = kubectl(
    'echo "E1125 15:28:20.123456   12345 memcache.go:265] no metrics" >&2; echo "Error from server (Forbidden): no" >&2; exit 1',
  );
  await expect(failing.run(["get", "pods"])).rejects.toMatchObject({
    code: "KUBECTL_FAILED",
    message: expect.stringMatching(/get pods failed: Error from server \(Forbidden\): no$/),
  });
  expect((await failing.ask(["get", "pods"])).stderr).toBe("Error from server (Forbidden): no\n");
});

test("input goes to standard input", async () => {
  expect(await kubectl("cat").run(["apply", "-f", "-"], { input: "objects" })).toBe("objects");
});

test("an answer that is not what was asked for is said", async () => {
  const odd = kubectl('echo "{}"').json(["get", "pods"], z.object({ items: z.array(z.string()) }));
  await expect(odd).rejects.toMatchObject({ code: "KUBECTL_FAILED", message: expect.stringMatching(/items/) });
});

test("without kubectl, that is said", async () => {
  const none = createKubectl({ program: join(folder, "not-there"), namespace: "a" });
  await expect(none.run(["version"])).rejects.toMatchObject({
    code: "PROGRAM_MISSING",
    remedy: expect.stringMatching(/install/),
  });
});

test("a call that does not end is ended", async () => {
  await expect(kubectl("exec sleep 60").run(["get"], { timeoutMs: 50 })).rejects.toThrow(/did not end within 0.05 s/);
});

test("giving up ends a call at once, with the reason", async () => {
  const giveUp = new AbortController();
  const call = kubectl("exec sleep 60").run(["get"], { signal: giveUp.signal });
  giveUp.abort(new Error("given up"));
  await expect(call).rejects.toThrow("given up");
});
