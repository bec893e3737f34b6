import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Checklist, runManifestSchema } from "@wa-routing/protocol";
import { findScenario, type RunningGateway, runScenarios } from "wa-routing";

/** A run of basic-priority that was judged. */
export interface RepeatedRun {
  readonly seed: number;
  readonly verdict: Checklist["verdict"];
  /** What is open, as `check: summary`. */
  readonly open: readonly string[];
  readonly seconds: number;
  /** The machine's load average, before and after. */
  readonly load: string;
}

/** How often it is run, on what. */
export interface RepeatedRunsOptions {
  readonly name: string;
  readonly runs: number;
  readonly sideBySide: number;
  readonly startGateway: () => Promise<RunningGateway>;
}

/** Runs basic-priority again and again, with seeds from 0 on. The folder of a run that does not pass is kept, and named. */
export async function repeatedRuns(
  { name, runs, sideBySide, startGateway }: RepeatedRunsOptions,
  print: (line: string) => void,
): Promise<RepeatedRun[]> {
  const folder = mkdtempSync(join(tmpdir(), `wa-routing-${name}-`));
  const done: RepeatedRun[] = [];
  let next = 0;
  const work = async () => {
    while (next < runs) {
      const seed = next++;
      const runDir = join(folder, String(seed));
      const startMs = performance.now();
      const { checklist } = await runScenarios({
        scenarios: [findScenario("basic-priority")],
        startGateway,
        seed,
        runDir,
      });
      const run: RepeatedRun = {
        seed,
        verdict: checklist.verdict,
        open: checklist.checks
          .filter(({ required, verdict }) => required && verdict !== "pass")
          .map(({ id, summary }) => `${id}: ${summary}`),
        seconds: (performance.now() - startMs) / 1000,
        load: loadOf(runDir),
      };
      done.push(run);
      if (run.verdict === "pass") rmSync(runDir, { recursive: true });
      else print(`seed ${seed}: ${run.verdict}, load ${run.load}; ${run.open.join("; ")}; see ${runDir}`);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  if (done.every(({ verdict }) => verdict === "pass")) rmSync(folder, { recursive: true });
  return done;
}

function loadOf(runDir: string): string {
  const { host } = runManifestSchema.parse(JSON.parse(readFileSync(join(runDir, "run.json"), "utf8")));
  return `${host.loadAverageAtStart.toFixed(1)} to ${host.loadAverageAtEnd?.toFixed(1)}`;
}
