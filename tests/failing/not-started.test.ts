import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { command, temporaryFolder } from "../command.ts";
import { standInPrograms } from "./stand-in-programs.ts";

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");

const LAST_WORDS = "listen tcp: no such port";
const SAYS = `The gateway did not start: the endpoint picker ended (exit code 3): ${LAST_WORDS}.`;
const crashing = standInPrograms(folder, { epp: `echo '${LAST_WORDS}'; exit 3` });

describe("a gateway that does not start leaves a folder that says why", () => {
  test.each<[string, readonly string[], string]>([
    ["one-pass", [], "."],
    ["two-passes", ["--log-verbosity", "5"], "quiet"],
    ["orderings", ["--ordering", "workload-aware,fcfs"], "workload-aware"],
  ])(
    "%s",
    async (name, args, part) => {
      const dir = join(folder, name);
      const run = await command("run", "--run-dir", dir, "--scenario", "basic-priority", ...crashing, ...args);
      expect(run.stderr).toContain(LAST_WORDS);
      expect(run.stderr).not.toMatch(/\n\s+at /);
      expect(run.code).toBe(4);
      expect(JSON.parse(read(name, part, "run.json"))).toMatchObject({
        exitReason: "environment-failed",
        exitDetail: `the endpoint picker ended (exit code 3): ${LAST_WORDS}`,
        gateway: { environment: "standalone", notStarted: true },
        artifacts: expect.arrayContaining(["epp.yaml", "router.log"]),
      });
      expect(read(name, part, "router.log")).toContain(LAST_WORDS);
      for (const [again, code] of [
        ["analyze", 3],
        ["report", 0],
      ] as const) {
        const finished = await command(again, dir);
        expect(finished).toMatchObject({ code, stderr: "" });
        const said = name === "orderings" ? "workload-aware: The run did not reach its end." : SAYS;
        expect(finished.stdout.replaceAll(/\s+/g, " ")).toContain(said);
        expect(finished.stdout).toContain("INCONCLUSIVE");
      }
      expect(existsSync(join(dir, "fcfs"))).toBe(false);
    },
    90_000,
  );
});
