import { VERDICT_SIGNS } from "@wa-routing/report";
import { type Deviation, selftestVerdict, type Tried, triedDeviations } from "../selftest/deviation.ts";
import { deviationText } from "../selftest/render-selftest.ts";
import type { SelftestProgress } from "../selftest/run-selftest.ts";
import type { SelftestScope } from "../selftest/selftest-run.ts";
import { secondsText, timedLine } from "./progress-text.ts";
import { QUICK_CORES, QUICK_MINUTES } from "./selftest-options.ts";
import { isLive, statusLine } from "./status-line.ts";

/** Shows on standard error where a selftest is. */
export interface SelftestDisplay {
  readonly update: (progress: SelftestProgress) => void;
  readonly end: () => void;
  /** What was tried and how that went, for one that does not come to its end. */
  readonly soFar: () => string;
}

/** What a selftest is going to do. */
export interface SelftestSize {
  readonly runs: number;
  readonly jobs: number;
  readonly scope: SelftestScope;
  /** Whether it tries all that there is, and not only what was named. */
  readonly isWhole: boolean;
}

/** A line that is written over on a terminal; elsewhere one whenever a run begins or has ended; none when silent. */
export function createSelftestDisplay(size: SelftestSize, silent: boolean): SelftestDisplay {
  const { stderr } = process;
  const startMs = performance.now();
  const begunMs = new Map<string, number>();
  const tried: { readonly name: string; readonly deviations: readonly Deviation[] }[] = [];
  let last: SelftestProgress | null = null;
  const line = statusLine(silent);
  const isPlain = !silent && !isLive();
  if (!silent) stderr.write(`${durationText(size)}\n`);
  return {
    update(progress) {
      last = progress;
      const { run, now, done, total, underWay } = progress;
      const nowMs = performance.now();
      if (now === "begun") begunMs.set(run.folder, nowMs);
      const came =
        progress.tried === null
          ? null
          : { name: nameOf(progress.tried, size.scope), deviations: triedDeviations(progress.tried, size.scope) };
      if (came !== null) tried.push(came);
      line.show(`${done} of ${total} runs done; ${underWay.map(({ folder }) => folder).join(", ")}`);
      if (!isPlain) return;
      const elapsedMs = nowMs - startMs;
      const took = secondsText(nowMs - (begunMs.get(run.folder) ?? startMs));
      const left =
        done === total ? "" : `, about ${secondsText((elapsedMs / Math.max(done, 1)) * (total - done))} left`;
      const ended = `ended after ${took}${came === null ? "" : `, ${wentText(came.deviations)}`}; ${done} of ${total} done${left}`;
      stderr.write(timedLine(elapsedMs, `${run.folder}: ${now === "begun" ? "begun" : ended}`));
    },
    end: () => line.clear(),
    soFar() {
      const right = tried.filter(({ deviations }) => deviations.length === 0).map(({ name }) => name);
      const open = new Set(last?.underWay.map(({ folder }) => folder));
      const lines = [
        `after ${secondsText(performance.now() - startMs)}, ${last?.done ?? 0} of ${size.runs} runs had ended`,
        ...(right.length === 0 ? [] : [`as declared (${right.length}): ${right.join(", ")}`]),
        ...tried.flatMap(({ deviations }) => deviations.map(deviationText)),
        ...(open.size === 0 ? [] : [`begun, and not judged: ${[...open].join(", ")}`]),
      ];
      return `${lines.join("\n  ")}\n`;
    },
  };
}

/** How much is done, and how long that takes where it was measured. */
function durationText({ runs, jobs, scope, isWhole }: SelftestSize): string {
  const quick = `about ${QUICK_MINUTES} minutes on ${QUICK_CORES} idle cores`;
  const lasts = !isWhole ? "" : scope.quick ? `: ${quick}` : `: several times as long as --quick, which takes ${quick}`;
  return `selftest: ${runs} runs of our own gateway, ${jobs} side by side${lasts}`;
}

function nameOf({ asks, repeat, result }: Tried, { repeats }: SelftestScope): string {
  const { subject } = result;
  const nth = asks === "checks" && subject.fault === null && repeat > 1 ? `, repeat ${repeat} of ${repeats}` : "";
  return `${subject.name}${asks === "relations" ? ", relations" : nth}`;
}

function wentText(deviations: readonly Deviation[]): string {
  const verdict = selftestVerdict(deviations);
  if (verdict === "pass") return "as declared";
  return `${VERDICT_SIGNS[verdict]} ${deviations.length} ${verdict === "fail" ? "not as declared" : "left undecided by the load"}`;
}
