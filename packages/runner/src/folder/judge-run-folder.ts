import { type Analysis, type ComparedRun, type Examined, examine, judge, judgePasses } from "@wa-routing/analysis";
import { manifestOfPasses, passesIn } from "./pass-folders.ts";
import { type ReadScenario, readRunFolder } from "./read-run-folder.ts";

/** A scenario of a run folder, analysed. */
export interface AnalysedScenario extends ReadScenario {
  readonly examined: Examined;
}

/** Everything that a run folder holds of one pass, analysed. Nothing is written. */
export async function analysePass(path: string) {
  const { manifest, scenarios } = await readRunFolder(path);
  return {
    manifest,
    scenarios: scenarios.map((read): AnalysedScenario => ({ ...read, examined: examine(read.plan, read.evidence) })),
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
    const { manifest, scenarios } = await analysePass(path);
    const analyses = analysesOf(scenarios);
    return { ...{ manifest, analyses }, ...plansOf(scenarios), checklist: judge(analyses, manifest) };
  }
  const [quiet, verbose] = [passes.quiet, passes.verbose].map((pass) => (pass === null ? null : analysePass(pass)));
  const [first, second] = [await quiet, await verbose];
  const manifest = manifestOfPasses(first?.manifest, second?.manifest);
  const both = { quiet: analysesOf(first?.scenarios), verbose: analysesOf(second?.scenarios) };
  const checklist = judgePasses(both, manifest);
  return { manifest, checklist, analyses: both.quiet, ...plansOf(first?.scenarios) };
}

function analysesOf(scenarios: readonly AnalysedScenario[] = []): Analysis[] {
  return scenarios.map(({ examined }) => examined.analysis);
}

function plansOf(scenarios: readonly AnalysedScenario[] = []): Pick<ComparedRun, "scenarios"> {
  return { scenarios: scenarios.map(({ plan }) => plan.scenario) };
}
