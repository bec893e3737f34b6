import type { Scenario } from "@wa-routing/protocol";
import type { Progress } from "../run/carry-out.ts";

/** Shows on standard error where a run is. */
export interface ProgressDisplay {
  readonly update: (progress: Progress) => void;
  readonly end: (ok: boolean) => void;
}

/** A list that is redrawn on a terminal; one line for each scenario elsewhere; nothing when quiet. */
export function createProgressDisplay(scenarios: readonly Scenario[], quiet: boolean): ProgressDisplay {
  if (quiet) return { update: () => undefined, end: () => undefined };
  const { stderr, env } = process;
  return stderr.isTTY && env.CI === undefined && env.TERM !== "dumb" ? liveList(scenarios) : plainLines();
}

function plainLines(): ProgressDisplay {
  let current = "";
  let waiting = "";
  const startMs = performance.now();
  const say = (text: string) => {
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    process.stderr.write(`${seconds} s  ${text}\n`);
  };
  return {
    update({ scenario, trials, waitsFor }) {
      if (scenario !== current) say(`${scenario}: up to ${trials} trials`);
      current = scenario;
      // Once for a scenario, however often it waits.
      if (waitsFor === undefined || scenario === waiting) return;
      say(`${scenario}: the drain waits: ${waitsFor}`);
      waiting = scenario;
    },
    end: () => undefined,
  };
}

interface Waiting {
  readonly begun: Promise<void>;
  readonly ended: Promise<void>;
  begin(): void;
  finish(): void;
}

function liveList(scenarios: readonly Scenario[]): ProgressDisplay {
  const waiting = new Map(scenarios.map(({ name }) => [name, newWaiting()]));
  const outputs = new Map<string, (text: string) => void>();
  let current: string | null = null;
  const drawn = import("listr2").then(({ Listr }) => {
    const list = new Listr(
      scenarios.map(({ name, title }) => ({
        title: `${name}: ${title}`,
        task: async (_context: unknown, task: { output: string }) => {
          const own = waiting.get(name) as Waiting;
          outputs.set(name, (text) => {
            task.output = text;
          });
          await own.begun;
          await own.ended;
        },
      })),
      {
        concurrent: true,
        exitOnError: false,
        rendererOptions: { collapseSubtasks: false, writeToStderr: true } as never,
        registerSignalListeners: false,
      },
    );
    return list.run();
  });
  const finish = (name: string) => waiting.get(name)?.finish();
  return {
    update({ scenario, trial, trials, step, waitsFor }) {
      if (current !== scenario) {
        if (current !== null) finish(current);
        current = scenario;
        waiting.get(scenario)?.begin();
      }
      const where = trial === 0 ? `preparation: ${step}` : `trial ${trial} of ${trials}: ${step}`;
      outputs.get(scenario)?.(waitsFor === undefined ? where : `${where}; ${waitsFor}`);
    },
    end() {
      for (const name of waiting.keys()) {
        waiting.get(name)?.begin();
        finish(name);
      }
      void drawn.catch(() => undefined);
    },
  };
}

function newWaiting(): Waiting {
  let begin = () => {};
  let finish = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { begun, ended, begin: () => begin(), finish: () => finish() };
}
