import { type Analysis, type ComparedRun, type Examined, examine, judge, judgePasses } from "@wa-routing/analysis";
import { manifestOfPasses, passesIn } from "./pass-folders.ts";
import { type ReadScenario, readRunFolder } from "./read-run-folder.ts";

/** A scenario of a run folder, analysed. */
export interface ExaminedScenario extends ReadScenario {
  readonly examined: Examined;
}

/** Everything that a run folder holds of one pass, analysed. Nothing is written. */
export async function examinePass(path: string) {
  const { manifest, scenarios } = await readRunFolder(path);
  return {
    manifest,
    scenarios: scenarios.map((read): ExaminedScenario => ({ ...read, examined: examine(read.plan, read.evidence) })),
  };
}

/**
 * A finished run folder, in one pass or two, judged anew as `analyzeRunFolder` does; nothing is written in it. Figures of a run in two
 * passes are those of the quiet one, which the log does not disturb.
 *
 * @throws WaRoutingError as `analyzeRunFolder`.
 */
export async function judgeRunFolder(path: string): Promise<ComparedRun> {
  const passes = passesIn(path);
  if (passes === null) {
    const { manifest, scenarios } = await examinePass(path);
    const analyses = analysesOf(scenarios);
    return { ...{ manifest, analyses }, ...plansOf(scenarios), checklist: judge(analyses, manifest) };
  }
  const first = passes.quiet === null ? null : await examinePass(passes.quiet);
  const second = passes.verbose === null ? null : await examinePass(passes.verbose);
  const manifest = manifestOfPasses(first?.manifest, second?.manifest);
  const both = { quiet: analysesOf(first?.scenarios), verbose: analysesOf(second?.scenarios) };
  const checklist = judgePasses(both, manifest);
  return { manifest, checklist, analyses: both.quiet, ...plansOf(first?.scenarios) };
}

function analysesOf(scenarios: readonly ExaminedScenario[] = []): Analysis[] {
  return scenarios.map(({ examined }) => examined.analysis);
}

function plansOf(scenarios: readonly ExaminedScenario[] = []): Pick<ComparedRun, "scenarios"> {
  return { scenarios: scenarios.map(({ plan }) => plan.scenario) };
}
