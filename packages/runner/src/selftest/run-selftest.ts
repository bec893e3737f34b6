import { join } from "node:path";
import { type Analysis, judge } from "@wa-routing/analysis";
import { startEmbedded } from "@wa-routing/environments";
import { startAnalyst } from "../folder/analyst.ts";
import { runScenarios } from "../run/run-scenarios.ts";
import type { SubjectResult, Tried } from "./deviation.ts";
import { type RelationResult, relationResult } from "./relation-result.ts";
import type { SelftestRun } from "./selftest-run.ts";
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
  /** The run that has just begun, or ended. */
  readonly run: SelftestRun;
  readonly now: "begun" | "ended";
  /** What came of its subject, where it was the last run that this needed. */
  readonly tried: Tried | null;
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
  await using analyst = startAnalyst();
  const analyses = new Map<SelftestRun, readonly Analysis[]>();
  const underWay = new Set<SelftestRun>();
  const tried = new Map<string, Tried>();
  const report = (run: SelftestRun, now: SelftestProgress["now"]) =>
    onProgress({
      ...{ done: analyses.size, total: runs.length, underWay: [...underWay] },
      ...{ run, now, tried: now === "begun" ? null : (tried.get(partOf(run)) ?? null) },
    });
  const carryOut = async (run: SelftestRun) => {
    signal.throwIfAborted();
    underWay.add(run);
    report(run, "begun");
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
      judge: analyst.judge,
    });
    analyses.set(run, found);
    underWay.delete(run);
    const together = runs.filter((other) => partOf(other) === partOf(run));
    if (together.every((other) => analyses.has(other))) {
      tried.set(
        partOf(run),
        triedOf(
          run,
          together.flatMap((other) => analyses.get(other) ?? []),
        ),
      );
    }
    report(run, "ended");
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
  const parts = [...new Set(runs.map(partOf))].flatMap((part) => tried.get(part) ?? []);
  return {
    results: resultsOf(parts),
    relations: parts.flatMap((part) => (part.asks === "relations" ? part.result : [])),
  };
}

/** Runs of one part are judged together. */
function partOf({ asks, subject, repeat }: SelftestRun): string {
  return `${asks} ${subject.name} ${repeat}`;
}

function triedOf({ asks, subject, repeat }: SelftestRun, analyses: readonly Analysis[]): Tried {
  return asks === "checks"
    ? { asks, repeat, result: { subject, checklists: [judge(analyses)] } }
    : { asks, repeat, result: relationResult(subject, analyses) };
}

/** One result for each subject, with the checklists of its repeats in their order. */
function resultsOf(parts: readonly Tried[]): SubjectResult[] {
  const results = new Map<string, SubjectResult>();
  for (const { asks, result } of parts.toSorted((a, b) => a.repeat - b.repeat)) {
    if (asks === "relations") continue;
    const before = results.get(result.subject.name)?.checklists ?? [];
    results.set(result.subject.name, { subject: result.subject, checklists: [...before, ...result.checklists] });
  }
  return [...results.values()];
}
