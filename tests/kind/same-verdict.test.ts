import { join } from "node:path";
import { isUndecidedByLoad } from "@wa-routing/analysis";
import { type Checklist, SUCCESS_METRIC_IDS } from "@wa-routing/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { readScenarios } from "wa-routing";
import { command } from "../command.ts";
import { checklistOf, loadOf, missingForStandalone, wordsOf } from "../standalone-runs.ts";
import { clusterRuns, missingForKind } from "./real-cluster.ts";

// A real cluster: npm run test:kind. The same scenarios with one seed in each of three environments.
const ENVIRONMENTS = ["embedded", "standalone", "kind"] as const;
type Environment = (typeof ENVIRONMENTS)[number];

const { folder } = clusterRuns("same");
const SEED = "7";
const missing = missingForKind ?? missingForStandalone;

const dirOf = (environment: Environment, ordering: string) => join(folder, `${environment}-${ordering}`);

async function runEverywhere(ordering: string, scenarios: string): Promise<void> {
  for (const environment of ENVIRONMENTS) {
    const { code, stderr } = await command(
      ...["run", "--environment", environment, "--ordering", ordering, "--scenario", scenarios, "--seed", SEED],
      ...["--run-dir", dirOf(environment, ordering)],
    );
    expect([0, 1, 3], `${environment}: ${stderr}`).toContain(code);
  }
}

/** What each check of a scenario says in each environment; one that a busy machine left undecided anywhere is so everywhere. */
function verdictsOf(ordering: string, scenario: string) {
  const checklists = ENVIRONMENTS.map((environment) => checklistOf(join(dirOf(environment, ordering), scenario)));
  const undecided = new Set(checklists.flatMap(({ checks }) => checks.filter(isUndecidedByLoad).map(({ id }) => id)));
  const of = ({ checks }: Checklist) =>
    Object.fromEntries(checks.map(({ id, verdict }) => [id, undecided.has(id) ? "by load" : verdict]));
  const said = ENVIRONMENTS.map(
    (environment, index) =>
      `${scenario}, ${ordering}, ${environment}, ${loadOf(dirOf(environment, ordering))}\n${wordsOf(checklists[index] as Checklist)}`,
  ).join("");
  if (undecided.size > 0) process.stderr.write(`undecided by load: ${said}`);
  expect(undecided.size, said).toBeLessThan(SUCCESS_METRIC_IDS.length);
  const [embedded, standalone, kind] = checklists.map(of);
  return { embedded, standalone, kind, said };
}

describe.skipIf(missing !== null)("the same scenarios embedded, as processes and in a cluster", () => {
  beforeAll(() => runEverywhere("workload-aware", "all"), 900_000);

  test.each(readScenarios("all").map(({ name }) => name))("%s: the same verdicts", (scenario) => {
    const { embedded, standalone, kind, said } = verdictsOf("workload-aware", scenario);
    expect({ standalone, kind }, said).toEqual({ standalone: embedded, kind: embedded });
  });
});

describe.skipIf(missing !== null)("the same under the order of arrival", () => {
  beforeAll(() => runEverywhere("fcfs", "basic-priority"), 600_000);

  test("basic-priority: the same verdicts, and the claimed order fails", () => {
    const { embedded, standalone, kind, said } = verdictsOf("fcfs", "basic-priority");
    expect({ standalone, kind }, said).toEqual({ standalone: embedded, kind: embedded });
    expect(["fail", "by load"], said).toContain(embedded?.["functional.criticality-order"]);
  });
});
