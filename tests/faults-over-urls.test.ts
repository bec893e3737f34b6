import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checklistSchema } from "@wa-routing/protocol";
import { type FaultName, simulatorFaults } from "@wa-routing/simulator";
import { afterAll, expect, test } from "vitest";
import { expectedFaults } from "../packages/runner/src/selftest/expected-faults.ts";
import { command, commandsOfTests, temporaryFolder } from "./command.ts";
import { notRun } from "./not-run.ts";

const folder = temporaryFolder();
const started = commandsOfTests();
afterAll(folder.remove);

// All of them take minutes; one of each kind of witness is enough for every day.
const all = process.env.WA_ROUTING_FULL === "1";
const everyDay: readonly FaultName[] = ["criticality-inverted", "requests-duplicated", "decrement-lost"];
const faults = all ? (Object.keys(simulatorFaults) as FaultName[]) : everyDay;
if (!all) notRun("faults over URLs, but for three", "WA_ROUTING_FULL=1 runs each");

async function served<Ready>(...args: string[]): Promise<Ready> {
  const server = started(["serve", ...args]);
  return JSON.parse((await server.stdoutMatches(/^\{.*\}$/m))[0]) as Ready;
}

/** Judges a simulator that was started by hand, knowing nothing of it but its addresses. */
async function verdictsOver(name: string, fault: FaultName, simulatorArgs: readonly string[]) {
  const file = (suffix: string) => join(folder.path, `${name}${suffix}`);
  const files = expectedFaults[fault].scenarios.map((scenario, index) => {
    writeFileSync(file(`-${index}.json`), JSON.stringify(scenario));
    return file(`-${index}.json`);
  });
  const model = await served<{ url: string; adminUrl: string }>("model-server");
  const log = file(".log");
  const router = await served<{ url: string; metricsUrl: string }>(
    ...["simulator", "--model-server-url", model.url, "--log", log, ...simulatorArgs],
  );
  await command(
    ...["run", "--envoy-url", router.url, "--router-metrics-url", router.metricsUrl, "--router-log", log],
    ...["--model-server-url", model.url, "--model-server-admin-url", model.adminUrl],
    ...["--scenario", files.join(","), "--run-dir", file("")],
  );
  const { checks } = checklistSchema.parse(JSON.parse(readFileSync(join(file(""), "checklist.json"), "utf8")));
  return Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
}

test.each([
  ...faults.map((fault) => [fault, fault, ["--fault", fault]] as const),
  ["policy-fcfs", "fcfs-ordering", ["--ordering", "fcfs"]] as const,
])(
  "%s, over URLs: the same verdicts as in the selftest",
  async (name, fault, simulatorArgs) => {
    const verdicts = await verdictsOver(name, fault, simulatorArgs);
    for (const [id, declared] of Object.entries(expectedFaults[fault].ownChecks)) {
      expect(declared.split(" or "), `${id} of ${fault}`).toContain(verdicts[id]);
    }
  },
  120_000,
);
