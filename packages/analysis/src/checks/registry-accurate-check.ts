import { writeParameters } from "@wa-routing/protocol";
import { isSteady } from "../evidence/clock-alignment.ts";
import { reason } from "../reasons/reason.ts";
import { FOLLOWED_LOG, incompleteLog } from "./log-evidence.ts";
import { fail, figure, inconclusive, type LogCheck, pass } from "./success-check.ts";

export const registryAccurate: LogCheck = {
  id: "observability.registry-accurate",
  claim: "Logged counts, rates and average waits are what the events add up to.",
  witnesses: "the router's log, rebuilt event by event",
  minimumEvidence: ["a whole log"],
  passes: ["no value differs", "every workload ends with no active request"],
  fails: ["a value that differs", "a count that does not return to zero, in a whole log"],
  inconclusive: [
    "the log is not whole, or has no registry lines",
    "the router's clock was set during the run",
    "its waits are so coarsely rounded that those of another registry would add up as well",
    "its lines have no numbers, and stand in another order than they were counted in",
  ],
  ...FOLLOWED_LOG,
  figuresAddUp: true,
  judge(analysis) {
    const { registry, logPoints: counts, log } = analysis;
    if (registry === null || counts === null || log === null) return null;
    const { compared, differences, stillActive, examples, alpha, waitsCompared, linesSwapped, isCoarse } = registry;
    const figures = [
      figure("valuesCompared", compared),
      figure("differences", differences),
      figure("averageWaitsCompared", waitsCompared),
      figure("stillActive", stillActive),
    ];
    const evidence = [...examples];
    if (compared === 0) return inconclusive(reason("no-registry-lines", {}), { figures });
    const registryLines = counts.lacking["active-incremented"] + counts.lacking["active-decremented"];
    const seenAll = counts.requestsSeen === counts.requestsCompleted && registryLines === 0 && log.missingSeq === 0;
    if (!seenAll || !analysis.complete) return inconclusive(incompleteLog(analysis), { figures, evidence });
    const { router } = analysis.clocks;
    if (router !== null && !isSteady(router, log.timeStepMs ?? 0)) {
      const { contradictions, disagreementMs } = router;
      const set = reason("clock-set", { contradictions, disagreementMs: Math.round(disagreementMs) });
      return inconclusive(set, { figures });
    }
    const [example] = examples;
    if (example !== undefined && linesSwapped) {
      return inconclusive(reason("registry-lines-swapped", { differences, compared, example }), { figures, evidence });
    }
    if (example !== undefined) {
      const seenAlpha = alpha === null ? null : Number(alpha.toPrecision(3));
      const { parameters, parametersDeclared } = analysis;
      const differs = {
        ...{ differences, compared, alpha: seenAlpha, expectedAlpha: parameters.emaAlpha, example },
        undeclared: seenAlpha === null || parametersDeclared ? null : writeParameters({ emaAlpha: seenAlpha }),
      };
      return fail(reason("registry-differs", differs), { figures, evidence });
    }
    if (isCoarse) return inconclusive(reason("registry-rounded", { compared }), { figures });
    if (stillActive > 0) return fail(reason("workloads-still-active", { workloads: stillActive }), { figures });
    return pass({ figures });
  },
  passed: ({ valuesCompared = 0, averageWaitsCompared = 0 }) => ({
    summary: `All ${valuesCompared} logged ${averageWaitsCompared === 0 ? "counts and rates" : "counts, rates and average waits"} add up.`,
    because: "The registry was rebuilt from the log, event by event.",
  }),
};
