import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { processesOf } from "@wa-routing/environments";
import { lastingGatewaySchema } from "@wa-routing/protocol";
import { afterAll, afterEach, beforeEach, expect, vi } from "vitest";
import { command, temporaryFolder } from "./command.ts";

/** What `up --json` prints. */
export interface Up {
  readonly environment: string;
  readonly pid: number;
  readonly addresses: { readonly gatewayUrl: string; readonly routerLog: string };
  readonly run: readonly string[];
}

/** For one test file: folders of its own for state and temporary files, and `down` after each test. */
export function lastingGateways() {
  const folder = temporaryFolder();
  // What tests beside it start would clean up here, too.
  const stay = () => void vi.stubEnv("XDG_STATE_HOME", folder.path).stubEnv("TMPDIR", folder.path);
  beforeEach(stay);
  afterEach(async () => {
    stay();
    await command("down");
  }, 60_000);
  afterAll(folder.remove);
  const stateFile = join(folder.path, "wa-routing", "up.json");
  const state = () => lastingGatewaySchema.parse(JSON.parse(readFileSync(stateFile, "utf8")));
  return {
    folder: folder.path,
    stateFile,
    state,
    async up(...args: string[]): Promise<Up> {
      const { code, stdout, stderr } = await command("up", ...args, "--json");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return JSON.parse(stdout) as Up;
    },
    /** Every process of the gateway that is up, by what messages call it. */
    recordsOf({ pid }: Up): { name: string; pid: number }[] {
      const below = processesOf(state().supervisor).map(({ name, identity }) => ({ name, pid: identity.pid }));
      return [{ name: "supervisor", pid }, ...below];
    },
  };
}

/** Whether there is a process of that number which is more than what is left of an ended one. */
export function runs(pid: number): boolean {
  if (!existsSync(`/proc/${pid}`)) return false;
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false; // It ended while it was looked at.
  }
}
