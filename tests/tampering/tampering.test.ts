import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { judge } from "@wa-routing/analysis";
import { startEmbedded } from "@wa-routing/environments";
import type { Checklist, SuccessMetricId, Verdict } from "@wa-routing/protocol";
import { findScenario } from "@wa-routing/scenarios";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyzeRunFolder, exitCodeOfError, type JudgedRun, runScenarios } from "wa-routing";
import { temporaryFolder } from "../command.ts";
import { renderMatrix } from "./render-matrix.ts";
import {
  type Cell,
  type CheckName,
  CLAIM_OF,
  GENERATED,
  GENERATED_FILES,
  type ScenarioName,
} from "./tampering-cell.ts";
import { tamperingMatrix } from "./tampering-matrix.ts";

const folder = temporaryFolder();
const [healthyDir, otherDir, tamperedDir] = ["healthy", "other", "tampered"].map((name) => join(folder.path, name)) as [
  string,
  string,
  string,
];
const SCENARIOS = Object.keys(CLAIM_OF) as ScenarioName[];
let healthy: JudgedRun;

// One run is tampered with, the other lends its files. In that everything happened at other times.
beforeAll(async () => {
  const scenarios = SCENARIOS.map((name) => findScenario(name));
  const startGateway = () => startEmbedded();
  healthy = await runScenarios({ scenarios, startGateway, seed: 7, runDir: healthyDir });
  await runScenarios({ scenarios: scenarios.toReversed(), startGateway, seed: 8, runDir: otherDir });
}, 120_000);

afterAll(() => {
  folder.remove();
  process.stderr.write(`\n${renderMatrix(tamperingMatrix)}\n`);
});

test("the run that is tampered with is healthy: every check that is made passes", () => {
  const open = healthy.checklist.checks.filter(({ verdict }) => verdict === "fail" || verdict === "inconclusive");
  expect(open.map(({ id, summary }) => `${id}: ${summary}`)).toEqual([]);
  expect(healthy.checklist.checks.filter(({ verdict }) => verdict === "pass")).toHaveLength(9);
});

describe.each(tamperingMatrix.map((cell) => ({ ...cell, where: cell.scenario ?? "both scenarios" })))(
  "$file, $way, $where",
  (cell) => {
    const judged = () => {
      rmSync(tamperedDir, { recursive: true, force: true });
      cpSync(healthyDir, tamperedDir, { recursive: true });
      for (const file of filesOf(cell)) {
        cell.tampering({ path: join(tamperedDir, file), ofAnotherRun: join(otherDir, file) });
      }
      expect(filesOf(cell).map((file) => contentOf(tamperedDir, file))).not.toEqual(
        filesOf(cell).map((file) => contentOf(healthyDir, file)),
      );
      return analyzeRunFolder(tamperedDir);
    };

    if (cell.refused !== undefined) {
      test(`is refused: ${cell.refused}, exit code 2`, async () => {
        const error = await judged().then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error).toMatchObject({ code: cell.refused });
        expect(exitCodeOfError(error)).toBe(2);
      });
      return;
    }

    test("stops these checks and no other; without it they would not stop", async () => {
      const tampered = await judged();
      expect(contradictions(cell, tampered)).toEqual([]);
      expect(newPasses(tampered.checklist)).toEqual([]);
      expect(contradictions(cell, healthy)).toHaveLength(stopped(cell).length * scenariosOf(cell).length);
      const passes = stopped(cell).length === 0 || cell.gap?.includes("run") === true;
      expect(tampered.checklist.verdict === "pass").toBe(passes);
    });
  },
);

const contentOf = (dir: string, file: string) =>
  existsSync(join(dir, file)) ? readFileSync(join(dir, file), "utf8") : null;

const scenariosOf = ({ scenario }: Cell) => (scenario === undefined ? SCENARIOS : [scenario]);

function filesOf(cell: Cell): string[] {
  const files = cell.file === GENERATED ? GENERATED_FILES : [cell.file];
  return [...new Set(files.flatMap((file) => scenariosOf(cell).map((scenario) => file.replace("*", scenario))))];
}

const stopped = ({ inconclusive = [], fail = [], silent = [] }: Cell) => [...inconclusive, ...fail, ...silent];

/** Checks of the scenarios that a cell is about whose verdict is not what the cell says: what it was, unless the check stops. */
function contradictions(cell: Cell, run: JudgedRun): string[] {
  return scenariosOf(cell).flatMap((scenario) => {
    const now = verdictsIn(run, scenario);
    return [...verdictsIn(healthy, scenario)].flatMap(([check, before]) => {
      const expected = stoppedVerdict(cell, check) ?? before;
      return now.get(check) === expected ? [] : [`${scenario}: ${check} is ${now.get(check)}, not ${expected}`];
    });
  });
}

function stoppedVerdict(cell: Cell, check: CheckName): Verdict | null {
  if (cell.inconclusive?.includes(check)) return "inconclusive";
  if (cell.fail?.includes(check)) return "fail";
  return cell.silent?.includes(check) ? "not-measured" : null;
}

function verdictsIn({ analyses }: JudgedRun, scenario: ScenarioName): ReadonlyMap<CheckName, Verdict> {
  const { checks } = judge(analyses.filter((analysis) => analysis.scenario === scenario));
  return new Map(checks.map(({ id, verdict }) => [nameOf(id, scenario), verdict]));
}

function nameOf(id: SuccessMetricId, scenario: ScenarioName): CheckName {
  return id === CLAIM_OF[scenario] ? "order-claim" : (id.slice(id.indexOf(".") + 1) as CheckName);
}

function newPasses({ checks }: Checklist): string[] {
  const passed = new Set(healthy.checklist.checks.flatMap(({ id, verdict }) => (verdict === "pass" ? [id] : [])));
  return checks.flatMap(({ id, verdict }) => (verdict === "pass" && !passed.has(id) ? [id] : []));
}
