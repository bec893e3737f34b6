import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { identify, presenceOf } from "./process-identity.ts";

test("a process runs, until it has ended", async () => {
  const child = spawn("sleep", ["60"]);
  const identity = identify(child.pid as number);
  if (identity === null) throw new Error("it runs");
  expect(identity).toMatchObject({ pid: child.pid, command: "sleep 60" });
  expect(presenceOf(identity)).toBe("running");
  expect(presenceOf({ ...identity, started: `${identity.started}0` })).toBe("gone");
  expect(presenceOf({ ...identity, command: "sleep 61" })).toBe("unknown");
  expect(presenceOf({ ...identity, scope: "another boot" })).toBe("unknown");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(presenceOf(identity)).toBe("gone");
});

test("there is no process of that number", () => {
  expect(identify(2 ** 22 + 1)).toBeNull();
});
