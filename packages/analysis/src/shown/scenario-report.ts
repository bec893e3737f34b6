import { SCENARIO_REPORT_SCHEMA_VERSION, type ScenarioReport } from "@wa-routing/protocol";
import type { Examined } from "../analyze.ts";
import { judge } from "../judge.ts";
import { evidenceTables } from "./evidence-tables.ts";
import { leftOut, MOST_SHOWN } from "./limits.ts";
import { overheadCurves } from "./overhead-curves.ts";
import { overtakingTable } from "./overtaking-table.ts";
import { rankComparison } from "./rank-comparison.ts";
import { requestStory } from "./request-story.ts";
import { shownTrial, trialTimeline } from "./trial-timeline.ts";
import { waitSpreads } from "./wait-spread.ts";

/** What a page shows of one scenario, beside its verdicts: bounded, whatever the size of the run. Pure, as {@link analyze}. */
export function scenarioReport(examined: Examined): ScenarioReport {
  const { plan, whole, analysis, episodes } = examined;
  const { name, title, claim, visibleBecause, refutedBy, expectations } = plan.scenario;
  const trial = shownTrial(examined);
  const ranks = rankComparison(examined);
  const room = { mostRequests: MOST_SHOWN.timelineRequests, mostSamples: MOST_SHOWN.samples };
  const timeline = trial === null ? null : trialTimeline(examined, trial, room);
  const overtakings = trial === null ? null : overtakingTable(examined, trial, ranks);
  const stories = storiesOf(examined, trial, overtakings);
  const trialsOf = (arm: "treatment" | "control") =>
    new Set(whole.steps.filter((step) => step.arm === arm).map((step) => step.trial)).size;
  const shownRanks = ranks?.requests.length ?? 0;
  const inTimeline = timeline?.requests.length ?? 0;
  return {
    schemaVersion: SCENARIO_REPORT_SCHEMA_VERSION,
    ...{ scenario: name, title, claim, visibleBecause, refutedBy },
    claims: [...new Set(expectations.map(({ check }) => check))],
    verdict: judge([analysis]).verdict,
    durationMs: (whole.steps.at(-1)?.endMs ?? 0) - (whole.steps[0]?.startMs ?? 0),
    trials: { treatment: trialsOf("treatment"), control: trialsOf("control") },
    ...{ timeline, overtakings, ranks, waits: waitSpreads(examined), overhead: overheadCurves(examined) },
    tables: evidenceTables(analysis),
    stories: stories.shown,
    cut: [
      ...leftOut(Math.min(1, episodes.length), episodes.length, "trials, as a timeline,"),
      ...leftOut(inTimeline, inTimeline + (timeline?.requestsLeftOut ?? 0), "requests of its trial"),
      ...leftOut(shownRanks, shownRanks + (ranks?.requestsLeftOut ?? 0), "requests that were held, by their ranks,"),
      ...leftOut(stories.shown.length, stories.all, "requests that overtook or were overtaken, line by line,"),
    ],
  };
}

/** Those that overtook, or left too early, in the shown trial, and those that they passed. */
function storiesOf(
  { plan, joined, whole, analysis }: Examined,
  trial: number | null,
  overtakings: ScenarioReport["overtakings"],
): { readonly shown: ScenarioReport["stories"]; readonly all: number } {
  if (trial === null || overtakings === null) return { shown: [], all: 0 };
  const overtaken = analysis.attribution.flatMap(({ overtakings: all }) =>
    all.filter((overtaking) => overtaking.trial === trial).map((overtaking) => overtaking.overtaken),
  );
  const ids = new Set(alternated(overtakings.overtakers, [...new Set(overtaken)]));
  const traces = joined.traces.filter(({ record }) => ids.has(record.id));
  const order = [...ids];
  traces.sort((a, b) => order.indexOf(a.record.id) - order.indexOf(b.record.id));
  return {
    shown: traces.slice(0, MOST_SHOWN.stories).map((trace) => ({
      id: trace.record.id,
      workload: trace.record.workload,
      lines: requestStory(plan.scenario.name, trace, joined, whole.events, analysis.parameters).slice(
        0,
        MOST_SHOWN.storyLines,
      ),
    })),
    all: traces.length,
  };
}

/** One of each in turn. */
function alternated(first: readonly string[], second: readonly string[]): string[] {
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, at) => [first[at], second[at]])
    .flat()
    .filter((id) => id !== undefined);
}
