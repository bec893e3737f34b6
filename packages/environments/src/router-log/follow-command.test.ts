import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { followCommand } from "./follow-command.ts";
import type { LogFollower } from "./router-log.ts";

let follower: LogFollower | null = null;
afterEach(async () => await follower?.stop());
const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command's next word waits until the one before has been read: what a stream says meanwhile could come first. */
const untilTold = (word: string) => `until [ -e ${join(folder, word)} ]; do sleep 0.02; done`;
const tell = (word: string) => writeFileSync(join(folder, word), "");

function followed(command: string) {
  const seen = { log: "", gaps: [] as string[] };
  follower = followCommand(command, {
    onLogChunk: (chunk) => {
      seen.log += Buffer.from(chunk).toString();
    },
    onGap: (gap) => void seen.gaps.push(gap),
  });
  return seen;
}

test.each([
  ["standard output", "echo one; echo two; exec sleep 60"],
  ["standard error, as docker logs prints it", "{ echo one; echo two; } >&2; exec sleep 60"],
  ["both", "echo one; sleep 0.3; echo two >&2; exec sleep 60"],
])("what comes on %s is the log", async (_, command) => {
  const seen = followed(command);
  await expect.poll(() => seen.log).toBe("one\ntwo\n");
  await follower?.stop();
  expect(seen.gaps).toEqual([]);
});

test("a line of one stream is not torn by a line of the other", async () => {
  const seen = followed(`printf on; ${untilTold("two")}; echo two >&2; ${untilTold("e")}; echo e; exec sleep 60`);
  const startMs = follower?.lastChunkMs() ?? 0;
  await expect.poll(() => follower?.lastChunkMs()).toBeGreaterThan(startMs);
  tell("two");
  await expect.poll(() => seen.log).toBe("two\n");
  tell("e");
  await expect.poll(() => seen.log).toBe("two\none\n");
});

test.each([
  ["0", "echo one; echo gone >&2", "0"],
  ["another", "echo one; echo gone >&2; exit 7", "7"],
])(
  "an end before the run's is a loss, with exit code %s, and is told with its last words",
  async (_, command, code) => {
    const seen = followed(command);
    await expect
      .poll(() => seen.gaps)
      .toEqual([`the log command ended with exit code ${code} before the run did: ${command} gone`]);
    expect(seen.log.split("\n").sort()).toEqual(["", "gone", "one"]);
  },
);

/** A command of a tool that says this of itself on standard error, and prints a line of the router there. */
const saidBy = (tool: string, own: string) => `: ${tool}; echo "${own}" >&2; echo two >&2; exec sleep 60`;
const KLOG = "12345 memcache.go:265] couldn't get resource list for metrics.k8s.io/v1beta1";

test.each([
  ["kubectl logs -f", `E1125 15:28:20.123456   ${KLOG}`],
  ["kubectl attach", `E1125 15:28:20.123456   ${KLOG}`],
  ["kubectl logs -f", "E1125 15:28:20.123456   12345 portforward.go:413] an error occurred forwarding"],
  ["kubectl logs -f", "error: timed out waiting for the condition"],
  ["kubectl logs -f", "error: container epp is not valid for pod x"],
  ["kubectl logs -f", "Error from server (NotFound): pods x not found"],
  ["kubectl logs -f", "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout"],
  ["kubectl logs -f", "Defaulted container epp out of: epp, envoy (init)"],
  ["oc -n x logs -f", "error: You must be logged in to the server (Unauthorized)"],
  ["docker logs -f", "Error response from daemon: can not get logs from container"],
  ["docker logs -f", "Error: No such container: epp"],
  ["podman logs", "Error: no container with name or ID epp found: no such container"],
])("what %s says of itself on standard error is not the router's: %s", async (tool, own) => {
  const seen = followed(saidBy(tool, own));
  await expect.poll(() => seen.log).toBe("two\n");
});

test.each([
  ["docker logs -f", `E1125 15:28:20.123456   ${KLOG}`],
  ["docker logs -f", "panic: runtime error: index out of range"],
  ["./epp", "error: no such plugin"],
  ["kubectl attach", "error: no such plugin"],
  ["kubectl exec epp -- cat logs", "E1125 15:28:20.123456       1 reflector.go:158] failed to list"],
  ["./epp", "Error: No such container: epp"],
])("what a router may say there by %s stays: %s", async (tool, line) => {
  const seen = followed(saidBy(tool, line));
  await expect.poll(() => seen.log).toBe(`${line}\ntwo\n`);
});

test("what the command said of itself is told with its end", async () => {
  const seen = followed(": kubectl logs -f; echo 'error: unexpected EOF' >&2; exit 1");
  await expect
    .poll(() => seen.gaps)
    .toEqual([expect.stringMatching(/exit code 1 before the run did: .* error: unexpected EOF$/)]);
  expect(seen.log).toBe("");
});

test("what it printed without a line end is kept", async () => {
  const seen = followed("printf one");
  await expect.poll(() => seen.gaps).toHaveLength(1);
  expect(seen.log).toBe("one\n");
});
