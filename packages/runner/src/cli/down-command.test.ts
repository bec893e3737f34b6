import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify } from "@wa-routing/environments";
import type { ClusterRecord, LastingGateway, ProcessIdentity } from "@wa-routing/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { downCommand } from "./down-command.ts";

const here = identify(process.pid) as ProcessIdentity;
/** Ended before it was recorded: its number is another's now. */
const ended: ProcessIdentity = { ...here, started: "1" };
const anothers: ProcessIdentity = { ...here, started: "2" };
const exitCode = process.exitCode;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  mkdirSync(join(folder, "wa-routing", "clusters"), { recursive: true });
  vi.stubEnv("XDG_STATE_HOME", folder);
  vi.stubEnv("TMPDIR", folder);
  vi.stubEnv("PATH", folder); // Without kind.
  process.exitCode = undefined;
});
afterEach(() => {
  process.exitCode = exitCode;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const recordPath = () => join(folder, "wa-routing", "clusters", "left.json");

function leaveCluster(record: Pick<ClusterRecord, "owner" | "keep">): void {
  const { owner, keep } = record;
  const left: ClusterRecord = {
    ...{ schemaVersion: 1, name: "left", token: "t0ken", hostPorts: [41234], kubeconfig: join(folder, "kubeconfig") },
    ...{ owner, keep },
  };
  writeFileSync(recordPath(), JSON.stringify(left));
}

function leaveGateway(): void {
  const gateway: LastingGateway = { phase: "starting", schemaVersion: 1, environment: "kind", supervisor: ended };
  writeFileSync(join(folder, "wa-routing", "up.json"), JSON.stringify(gateway));
}

async function down(json = false): Promise<{ printed: string; code: typeof process.exitCode }> {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await downCommand({ json });
  return { printed: written.mock.calls.map(([text]) => String(text)).join(""), code: process.exitCode };
}

test.each([
  ["another run's", anothers, false, undefined],
  ["another run's, of another boot or container, which kept it", { ...anothers, scope: "another" }, true, undefined],
  ["another run's, which kept it until now", anothers, true, 4],
  ["of the gateway that was ended", ended, false, 4],
] as const)("a cluster that nothing can be found out about here, %s", async (_, owner, keep, expected) => {
  leaveCluster({ owner, keep });
  leaveGateway();
  const { printed, code } = await down();
  expect(printed).toMatch(
    /^The kind gateway \(pid \d+\) had been killed; nothing of it ran any more\.\nThe kind cluster left, /,
  );
  expect(printed).toContain(": there is no program kind on this machine. ");
  expect(printed).toContain("kind delete cluster --name left");
  expect(printed).toContain(recordPath());
  expect(code).toBe(expected);
});

test("with no gateway of ours, another run's record leaves the exit code alone, also where it cannot be understood", async () => {
  writeFileSync(recordPath(), "{");
  const { printed, code } = await down();
  expect(printed).toMatch(/^No gateway is up\.\nThe record of a kind cluster, .*left\.json, cannot be understood/);
  expect(code).toBeUndefined();
});

test("a cluster that is there and would not go ends it with 4, whoever made it", async () => {
  leaveCluster({ owner: anothers, keep: false });
  const kind = '#!/bin/sh\n[ "$1" = get ] && echo left && exit 0\necho "ERROR: no space left on device" >&2\nexit 1\n';
  writeFileSync(join(folder, "kind"), kind, { mode: 0o755 });
  const docker = `#!/bin/sh\necho '{"1/tcp":[{"HostIp":"127.0.0.1","HostPort":"41234"}]}'\n`;
  writeFileSync(join(folder, "docker"), docker, { mode: 0o755 });
  const { printed, code } = await down(true);
  expect(JSON.parse(printed)).toEqual({
    found: "nothing",
    clusters: [{ name: "left", outcome: "left", text: expect.stringContaining("no space left on device") }],
  });
  expect(code).toBe(4);
});
