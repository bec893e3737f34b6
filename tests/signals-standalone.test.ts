import { afterAll, describe, expect, test } from "vitest";
import { commandsOfTests } from "./command.ts";
import {
  EXIT_CODES,
  type Interrupted,
  interrupt,
  PHASES,
  type Phase,
  runsInPhases,
  SIGNALS,
  type Signal,
  signalMatrix,
} from "./signal-phases.ts";
import { missingForStandalone, standaloneRuns } from "./standalone-runs.ts";

/** A signal for each phase; WA_ROUTING_FULL=1: every signal in every phase. */
const ROWS = PHASES.flatMap((phase, index): [Phase, Signal][] => {
  const signals = process.env.WA_ROUTING_FULL === "1" ? SIGNALS : [SIGNALS[index % SIGNALS.length] as Signal];
  return signals.map((signal) => [phase, signal]);
});

describe.skipIf(missingForStandalone !== null)("a signal in a run on Envoy and the reference endpoint picker", () => {
  const { folder } = standaloneRuns();
  const runs = runsInPhases(folder, commandsOfTests(), ["--environment", "standalone"]);
  const seen: Interrupted[] = [];
  afterAll(() => void process.stderr.write(signalMatrix("standalone", seen)));

  test.each(ROWS)(
    "%s, %s: everything is stopped within 5 s, and what there is is judged",
    async (phase, signal) => {
      const interrupted = await interrupt(phase, signal, await runs[phase](`${phase}-${signal}`));
      seen.push(interrupted);
      expect(interrupted.exitCode).toBe(EXIT_CODES[signal]);
    },
    90_000,
  );
});
