import { afterAll, describe, expect, test } from "vitest";
import { commandsOfTests } from "./command.ts";
import {
  EXIT_CODES,
  type Interrupted,
  interrupt,
  type Phase,
  runsInPhases,
  type Signal,
  signalMatrix,
} from "./signal-phases.ts";
import { missingForStandalone, standaloneRuns } from "./standalone-runs.ts";

describe.skipIf(missingForStandalone !== null)("a signal in a run on Envoy and the reference endpoint picker", () => {
  const { folder } = standaloneRuns();
  const runs = runsInPhases(folder, commandsOfTests(), ["--environment", "standalone"]);
  const seen: Interrupted[] = [];
  afterAll(() => void process.stderr.write(signalMatrix("standalone", seen)));

  test.each<[Phase, Signal]>([
    ["start", "SIGTERM"],
    ["prime", "SIGHUP"],
    ["hold", "SIGINT"],
    ["send", "SIGHUP"],
    ["overhead", "SIGINT"],
    ["publish", "SIGTERM"],
  ])(
    "%s, %s: everything is stopped within 5 s, and what there is is judged",
    async (phase, signal) => {
      const interrupted = await interrupt(phase, signal, await runs[phase](`${phase}-${signal}`));
      seen.push(interrupted);
      expect(interrupted.exitCode).toBe(EXIT_CODES[signal]);
    },
    90_000,
  );
});
