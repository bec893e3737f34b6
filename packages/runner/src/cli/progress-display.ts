import type { Scenario } from "@wa-routing/protocol";
import type { Progress } from "../run/progress.ts";
import { progressText, secondsText, timedLine } from "./progress-text.ts";
import { isLive } from "./status-line.ts";

/** Shows on standard error where a run is. */
export interface ProgressDisplay {
  readonly update: (progress: Progress) => void;
  readonly end: (ok: boolean) => void;
}

/** A list that is redrawn on a terminal; two lines for each scenario elsewhere; nothing when quiet. */
export function createProgressDisplay(scenarios: readonly Scenario[], quiet: boolean): ProgressDisplay {
  if (quiet) return { update: () => undefined, end: () => undefined };
  return isLive() ? liveList(scenarios) : plainLines(scenarios);
}

function plainLines(scenarios: readonly Scenario[]): ProgressDisplay {
  let current = "";
  let waiting = "";
  const startMs = performance.now();
  let begunMs = startMs;
  const say = (text: string) => {
    process.stderr.write(timedLine(performance.now() - startMs, text));
  };
  const ended = () => {
    if (current !== "") say(`${current}: ended after ${secondsText(performance.now() - begunMs)}`);
  };
  return {
    update({ scenario, trials, waitsFor }) {
      if (scenario !== current) {
        ended();
        const nth = scenarios.findIndex(({ name }) => name === scenario) + 1;
        say(`${scenario} (${nth} of ${scenarios.length}): begun, up to ${trials} trials`);
        begunMs = performance.now();
      }
      current = scenario;
      // Once for a scenario, however often it waits.
      if (waitsFor === undefined || scenario === waiting) return;
      say(`${scenario}: the drain waits: ${waitsFor}`);
      waiting = scenario;
    },
    end() {
      ended();
      current = "";
    },
  };
}

interface Begun {
  readonly begunMs: number;
  last: Progress;
}

/** One task after the other: those that have not begun stand there without a sign of work. */
function liveList(scenarios: readonly Scenario[]): ProgressDisplay {
  const ends = new Map<string, () => void>();
  const titles = new Map<string, (title: string) => void>();
  let current: Begun | null = null;
  const drawn = import("listr2").then(({ Listr }) => {
    const tasks = scenarios.map(({ name, title }) => ({
      title: `${name}: ${title}`,
      task: async (_context: unknown, task: { title: string }) => {
        titles.set(name, (text) => {
          task.title = text;
        });
        await ended.get(name);
      },
    }));
    return new Listr(tasks, {
      concurrent: false,
      exitOnError: false,
      rendererOptions: { writeToStderr: true } as never,
      registerSignalListeners: false,
    }).run();
  });
  const ended = new Map(
    scenarios.map(({ name }) => [name, new Promise<void>((resolve) => void ends.set(name, resolve))] as const),
  );
  const show = () => {
    if (current === null) return;
    const { last, begunMs } = current;
    titles.get(last.scenario)?.(progressText(last, performance.now() - begunMs));
  };
  const ticking = setInterval(show, 1000).unref();
  const finish = () => {
    if (current === null) return;
    const { last, begunMs } = current;
    titles.get(last.scenario)?.(`${last.scenario}: ended after ${secondsText(performance.now() - begunMs)}`);
    ends.get(last.scenario)?.();
    current = null;
  };
  return {
    update(progress) {
      if (current?.last.scenario !== progress.scenario) {
        finish();
        current = { begunMs: performance.now(), last: progress };
      }
      (current as Begun).last = progress;
      show();
    },
    end() {
      clearInterval(ticking);
      finish();
      for (const end of ends.values()) end();
      void drawn.catch(() => undefined);
    },
  };
}
