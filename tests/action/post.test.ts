import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { untilTrue } from "../until-true.ts";
import { ActionJob } from "./action-job.ts";
import { bundledAction } from "./bundle.ts";

const built = bundledAction();

test("when main was killed, post ends what it has left: servers that can no longer end by themselves, and their folder", async () => {
  const job = new ActionJob({ ...built });
  const running = job.start({ scenarios: "basic-priority" });
  await untilTrue(
    () => `a trial has begun: ${running.printed()}`,
    30_000,
    () => /: send$/m.test(running.printed()),
  );
  const servers = recordedProcesses(join(job.folder, "tmp"));
  expect(servers.length).toBeGreaterThan(1);
  // Stopped, they do not see that main has ended.
  for (const pid of servers) process.kill(pid, "SIGSTOP");
  running.process.kill("SIGKILL");
  await running.ended;
  expect(servers.every(isThere)).toBe(true);
  const { code, stdout, stderr } = await job.post();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("cleaned up what process");
  await untilTrue(
    () => "the servers have ended",
    5000,
    () => !servers.some(isThere),
  );
  expect(readdirSync(join(job.folder, "tmp"))).toEqual([]);
}, 60_000);

function recordedProcesses(tmp: string): number[] {
  return readdirSync(tmp, { recursive: true, encoding: "utf8" })
    .map((name) => /process-(\d+)\.json$/.exec(name)?.[1])
    .filter((pid) => pid !== undefined)
    .map(Number);
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
