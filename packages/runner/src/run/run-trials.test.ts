import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningGateway, startEmbedded } from "@wa-routing/environments";
import { planSchema, WaRoutingError } from "@wa-routing/protocol";
import { findScenario } from "@wa-routing/scenarios";
import { afterAll, expect, test } from "vitest";
import { readJsonFile } from "../folder/json-file.ts";
import { readManifest } from "../folder/read-run-folder.ts";
import { withTrials } from "../scenario-source.ts";
import { runScenarios } from "./run-scenarios.ts";

const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A gateway whose gate fails in its third hold, the one of the second trial, as if a pod had been replaced then. */
async function restarting(): Promise<RunningGateway> {
  const gateway = await startEmbedded();
  const { gate } = gateway;
  if (gate === null) throw new Error("an embedded gateway has a gate");
  let holds = 0;
  let isReplaced = false;
  const close = async () => {
    holds += 1;
    if (holds !== 3) return await gate.close();
    isReplaced = true;
    throw new WaRoutingError("the pod is gone", { code: "GATE_NOT_CLOSED" });
  };
  return {
    ...gateway,
    gate: { ...gate, close, open: () => gate.open(), cleared: (told) => gate.cleared(told) },
    async recovered() {
      if (!isReplaced) return null;
      isReplaced = false;
      return { text: "pod epp-1 was replaced by epp-2", isRoutersOwn: false };
    },
  };
}

test("a verdict rests on the trials that no restart broke; the broken one is in the evidence, and named", async () => {
  const runDir = join(folder, "run");
  const scenarios = [withTrials(findScenario("basic-priority"), 2)];
  const { checklist, analyses } = await runScenarios({ scenarios, runDir, startGateway: restarting, seed: 1 });
  const reasonsOf = (id: string) => checklist.checks.find((check) => check.id === id);
  expect(reasonsOf("performance.all-complete")).toMatchObject({ verdict: "pass" });
  const text =
    "trial 2 of basic-priority was broken by a restart (pod epp-1 was replaced by epp-2): it was set aside, and sent again as trial 3";
  expect(reasonsOf("functional.no-errors")).toMatchObject({
    verdict: "inconclusive",
    reasons: [{ code: "evidence-lost", figures: { witness: "router-log", text } }],
  });
  expect(readManifest(runDir).losses).toEqual([
    {
      ...{ witness: "router-log", text, replaced: true },
      setAside: { scenario: "basic-priority", trial: 1, sentAgainAs: 2 },
    },
  ]);
  const { trials } = readJsonFile(join(runDir, "basic-priority", "plan.json"), planSchema);
  expect(trials.map(({ trial, sendsAgain = null }) => [trial, sendsAgain])).toEqual([
    [0, null],
    [1, null],
    [2, 1],
    [3, null],
    [4, null],
  ]);
  const [analysis] = analyses;
  expect(analysis?.complete).toBe(true);
  expect(analysis?.episodes.map(({ trial, unproven }) => [trial, unproven])).toEqual(
    [0, 2, 3, 4].map((trial) => [trial, null]),
  );
}, 60_000);
