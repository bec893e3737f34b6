import { join } from "node:path";
import { type Analysis, judge } from "@wa-routing/analysis";
import { startEmbedded } from "@wa-routing/environments";
import { runScenarios } from "../run/run-scenarios.ts";
import type { SubjectResult } from "./deviation.ts";
import { type RelationResult, relationResult } from "./relation-result.ts";
import type { SelftestRun } from "./selftest-run.ts";
import type { Subject } from "./subject.ts";
import { variantOptions } from "./variant.ts";

/** How a selftest is carried out. */
export interface SelftestOptions {
  /** Runs side by side. */
  readonly jobs: number;
  /** Holds a run folder for each run. */
  readonly runDir: string;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Called when a run begins and when it has ended. */
  readonly onProgress: (progress: SelftestProgress) => void;
}

/** What came of all runs. */
export interface SelftestResults {
  readonly results: readonly SubjectResult[];
  readonly relations: readonly RelationResult[];
}

/** Where a selftest is. */
export interface SelftestProgress {
  readonly done: number;
  readonly total: number;
  readonly underWay: readonly SelftestRun[];
}

/**
 * Carries out runs, each on an embedded gateway of its own, and judges each subject over all its runs.
 *
 * @throws WaRoutingError of an environment that could not be started or broke, after all others have been stopped; an abort's own
 *   reason when interrupted.
 */
export async function runSelftest(runs: readonly SelftestRun[], options: SelftestOptions): Promise<SelftestResults> {
  const { jobs, runDir, seed, onProgress } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const analyses = new Map<SelftestRun, readonly Analysis[]>();
  const underWay = new Set<SelftestRun>();
  const report = () => onProgress({ done: analyses.size, total: runs.length, underWay: [...underWay] });
  const carryOut = async (run: SelftestRun) => {
    signal.throwIfAborted();
    underWay.add(run);
    report();
    const { subject, scenarios, folder } = run;
    const { variant, fault } = subject;
    const faults = fault === null ? [] : [fault];
    const startGateway = (started: AbortSignal) => startEmbedded({ ...variantOptions(variant), seed, faults }, started);
    const { analyses: found } = await runScenarios({
      scenarios,
      startGateway,
      seed: seed + run.repeat - 1,
      runDir: join(runDir, folder),
      signal,
    });
    analyses.set(run, found);
    underWay.delete(run);
    report();
  };
  for (const phase of new Set(runs.map((run) => run.phase))) {
    const ofPhase = runs.filter((run) => run.phase === phase);
    for (const alone of [false, true]) {
      const queue = ofPhase.filter((run) => run.alone === alone).sort((a, b) => Number(b.slow) - Number(a.slow));
      const work = async () => {
        for (let run = queue.shift(); run !== undefined; run = queue.shift()) await carryOut(run);
      };
      const workers = Array.from({ length: alone ? 1 : jobs }, () =>
        work().catch((error: unknown) => failed.abort(error)),
      );
      await Promise.all(workers);
      signal.throwIfAborted();
    }
  }
  return {
    results: resultsOf(
      runs.filter(({ asks }) => asks === "checks"),
      analyses,
    ),
    relations: runs
      .filter(({ asks }) => asks === "relations")
      .map((run) => relationResult(run.subject, analyses.get(run) ?? [])),
  };
}

function resultsOf(
  runs: readonly SelftestRun[],
  analyses: ReadonlyMap<SelftestRun, readonly Analysis[]>,
): SubjectResult[] {
  const subjects = new Map<string, { subject: Subject; repeats: Map<number, Analysis[]> }>();
  for (const run of runs) {
    const { subject } = run;
    const { repeats } = subjects.get(subject.name) ?? { repeats: new Map<number, Analysis[]>() };
    subjects.set(subject.name, { subject, repeats });
    repeats.set(run.repeat, [...(repeats.get(run.repeat) ?? []), ...(analyses.get(run) ?? [])]);
  }
  return [...subjects.values()].map(({ subject, repeats }) => ({
    subject,
    checklists: [...repeats].sort(([a], [b]) => a - b).map(([, found]) => judge(found)),
  }));
}
