import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { type FaultName, readFaults, simulatorFaults } from "@wa-routing/simulator";
import { EXIT_CODES } from "../exit-code.ts";
import { interruptible } from "../interruption/interruptible.ts";
import { deviationsOf, relationDeviations, selftestVerdict } from "../selftest/deviation.ts";
import { renderSelftest, selftestJson } from "../selftest/render-selftest.ts";
import { runSelftest } from "../selftest/run-selftest.ts";
import { planSelftest, type SelftestScope } from "../selftest/selftest-run.ts";
import { allVariants, pairwiseVariants, readVariant } from "../selftest/variant.ts";
import { createSelftestDisplay } from "./selftest-display.ts";
import type { SelftestCommandOptions } from "./selftest-options.ts";

/** `wa-routing selftest` */
export async function selftestCommand(options: SelftestCommandOptions): Promise<void> {
  // Runs mostly wait for gates and pauses: one more than CPUs keeps these busy. All senders share one process, so not many more.
  const { quick = false, quiet = false, json = false, jobs = Math.min(6, availableParallelism() + 1) } = options;
  const { faults, variants } = chosenSubjects(options);
  const scope: SelftestScope = { quick, faults, variants, repeats: options.repeats ?? (quick ? 1 : 20) };
  const seed = options.seed ?? randomInt(2 ** 31);
  const runDir = newRunDir(options.runDir);
  const startMs = performance.now();
  const runs = planSelftest(scope);
  const isWhole = options.fault === undefined && options.variant === undefined;
  const progress = createSelftestDisplay({ runs: runs.length, jobs, scope, isWhole }, quiet || json);
  let goneWrong = true;
  let hasEnded = false;
  let isInterrupted = false;
  try {
    const { whole, interrupted } = await interruptible(async (signal) => {
      const { results, relations } = await runSelftest(runs, {
        jobs,
        runDir,
        seed,
        signal,
        onProgress: progress.update,
      });
      hasEnded = true;
      progress.end();
      const deviations = [
        ...results.flatMap((result) => deviationsOf(result, scope)),
        ...relations.flatMap(relationDeviations),
      ];
      const outcome = {
        scope,
        results,
        relations,
        deviations,
        seed,
        durationSeconds: (performance.now() - startMs) / 1000,
      };
      const verdict = selftestVerdict(deviations);
      goneWrong = verdict !== "pass";
      if (json) process.stdout.write(`${JSON.stringify(selftestJson(outcome), null, 2)}\n`);
      else process.stdout.write(quiet ? `${verdict}\n` : renderSelftest(outcome));
      process.exitCode = EXIT_CODES[verdict];
    });
    isInterrupted = interrupted;
    goneWrong &&= whole;
  } finally {
    progress.end();
    if (isInterrupted) process.stderr.write("wa-routing: interrupted\n");
    if (!hasEnded) process.stderr.write(progress.soFar());
    if (options.runDir === undefined && !goneWrong) rmSync(runDir, { recursive: true, force: true });
    else if (!quiet) process.stderr.write(`Evidence: ${runDir}\n`);
  }
}

/** All, where nothing was named; else what was named and nothing else. */
function chosenSubjects({ quick, fault, variant }: SelftestCommandOptions): Pick<SelftestScope, "faults" | "variants"> {
  const all = fault === undefined && variant === undefined;
  const everyFault = all ? (Object.keys(simulatorFaults) as FaultName[]) : [];
  const everyVariant = all ? (quick === true ? pairwiseVariants() : allVariants()) : [];
  return {
    faults: fault === undefined ? everyFault : readFaults(fault, { field: "--fault" }),
    variants: variant === undefined ? everyVariant : variant.map((name) => readVariant(name, { field: "--variant" })),
  };
}

/** A temporary folder, or the one that was named, if nothing is in it yet. */
function newRunDir(named: string | undefined): string {
  if (named === undefined) return mkdtempSync(join(tmpdir(), "wa-routing-selftest-"));
  if (!existsSync(named) || readdirSync(named).length === 0) return named;
  throw new WaRoutingError(`${named} is not empty`, {
    code: "RUN_DIR_NOT_EMPTY",
    field: "--run-dir",
    value: named,
    expected: "a new or empty folder, so that no evidence is overwritten",
    remedy: "name another folder, or remove this one yourself",
  });
}
