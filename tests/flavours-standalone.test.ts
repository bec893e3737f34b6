import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isUndecidedByLoad } from "@wa-routing/analysis";
import { eppFlavours, findEpp } from "@wa-routing/environments";
import { orderingComparisonSchema } from "@wa-routing/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { notRun } from "./not-run.ts";
import { gone, type ProcessRow } from "./process-rows.ts";
import {
  checklistOf,
  checkOf,
  loadOf,
  manifestOf,
  missingForStandalone,
  standaloneRuns,
  wordsOf,
} from "./standalone-runs.ts";

const { folder, run, begun } = standaloneRuns();

const routerOf = (dir: string) => manifestOf(dir).gateway.router;
const verdictOf = (dir: string, id: string) => checkOf(checklistOf(dir), id).verdict;
const reportOf = (dir: string) => readFileSync(join(dir, "report.md"), "utf8");
const logPointsOf = (dir: string) => checkOf(checklistOf(dir), "observability.log-points");

/** The path of a configuration of epp/config. */
const shippedConfig = (ordering: string) => fileURLToPath(new URL(`../epp/config/${ordering}.yaml`, import.meta.url));

/** Workload-aware ordering without any log point, as the fork has it. */
function silentConfig(): string {
  const text = readFileSync(shippedConfig("workload-aware"), "utf8").replace("logPoints: true", "logPoints: false");
  expect(text).toContain("logPoints: false");
  const file = join(folder, "silent.yaml");
  writeFileSync(file, text);
  return file;
}

/** A pass, or, on a busy machine, what cannot be decided; never a fail. */
function expectFollowed(dir: string, stderr: string): void {
  const order = checkOf(checklistOf(dir), "functional.criticality-order");
  if (isUndecidedByLoad(order)) process.stderr.write(`undecided at ${loadOf(dir)}: ${wordsOf(checklistOf(dir))}`);
  else {
    expect(order.verdict, stderr).toBe("pass");
    expect(order.evidence.join()).toContain("explained by workload-aware, fcfs refuted");
  }
  for (const id of ["functional.no-errors", "performance.all-complete"]) expect(verdictOf(dir, id), id).toBe("pass");
}

// The reference picker in its Kubernetes mode is the unmodified upstream runner: it takes every flag of the fork.
describe.skipIf(missingForStandalone !== null)("a picker that insists on a Kubernetes API, against ours", () => {
  let kubernetesPicker: readonly string[];
  beforeAll(async () => {
    const { path } = await findEpp(undefined);
    kubernetesPicker = ["--epp", "fork", "--epp-bin", path, "--scenario", "basic-priority", "--seed", "7"];
  });

  test("workload-aware is followed, on two model servers, with all log points", async () => {
    const config = shippedConfig("workload-aware");
    const { dir, process } = run("followed", [
      ...kubernetesPicker,
      ...["--epp-config", config, "--model-servers", "2"],
    ]);
    const { stderr } = await process.finished;
    expectFollowed(dir, stderr);
    expect(logPointsOf(dir).verdict).toBe("pass");
    expect(routerOf(dir)).toMatchObject({ flavour: "fork", ordering: `as in ${config}`, verbosity: "2" });
    expect(manifestOf(dir).gateway.modelServers).toHaveLength(2);
  }, 90_000);

  test("one that writes no log points, as the fork: the order is judged all the same, and its log is found quiet", async () => {
    const config = silentConfig();
    const { dir, process } = run("silent", [...kubernetesPicker, "--epp-config", config]);
    const { code, stderr } = await process.finished;
    expectFollowed(dir, stderr);
    // Of a picker that is not ours, -v 2 says nothing about what its log can show; at -v 5 it is 0 of 6 (tests/captures).
    expect(logPointsOf(dir)).toMatchObject({ verdict: "inconclusive", reasons: [{ code: "log-quiet" }] });
    expect(logPointsOf(dir).advice).toContain("--log-verbosity 5");
    // The fork never claimed to write them: they are shown, and not required.
    expect(logPointsOf(dir).required).toBe(false);
    expect(code).toBe(isUndecidedByLoad(checkOf(checklistOf(dir), "functional.criticality-order")) ? 3 : 0);
  }, 90_000);

  test("the same of our own picker: 0 of 6 are found", async () => {
    const args = ["--scenario", "basic-priority", "--seed", "7", "--epp-config", silentConfig()];
    const { dir, process } = run("silent-reference", args);
    const { code, stderr } = await process.finished;
    expectFollowed(dir, stderr);
    expect(logPointsOf(dir)).toMatchObject({
      verdict: "fail",
      reasons: [{ code: "log-points-missing", figures: { found: 0, points: 6 } }],
    });
    expect(code).toBe(1);
  }, 90_000);

  test("fcfs does not pass, and is explained by fcfs", async () => {
    const { dir, process } = run("fcfs", [...kubernetesPicker, "--epp-config", shippedConfig("fcfs")]);
    await process.finished;
    expect(verdictOf(dir, "functional.criticality-order")).not.toBe("pass");
    expect(reportOf(dir)).toContain("explained by fcfs");
  }, 90_000);

  test("killed mid-run: it is named, and nothing is left running", async () => {
    const config = shippedConfig("workload-aware");
    const { process, below } = await begun("killed", ...kubernetesPicker.slice(0, 4), "--epp-config", config);
    globalThis.process.kill((below.find(({ name }) => name === "epp") as ProcessRow).pid, "SIGKILL");
    const { code, stderr } = await process.finished;
    expect(stderr).toMatch(/the environment broke: the endpoint picker ended \(SIGKILL\)/);
    expect(code).toBe(4);
    await gone(below);
  }, 60_000);
});

// Programs that cannot be shipped: live where they are given; otherwise their recordings speak (tests/captures).
describe.each([
  { ...eppFlavours["llm-d-router"], expected: "fcfs" },
  { ...eppFlavours.fork, expected: "workload-aware" },
])("$flavour", ({ flavour, variable, expected }) => {
  const given = process.env[variable] ?? "";
  if (given === "") notRun(`live runs of ${flavour}`, `${variable} names no program`);

  test.skipIf(missingForStandalone !== null || given === "")(
    "basic-priority, unmodified: its order is told, and that its log shows no log points at -v 2",
    async () => {
      const { dir, process } = run(flavour, ["--epp", flavour, "--scenario", "basic-priority", "--seed", "7"]);
      const { stderr } = await process.finished;
      if (expected === "workload-aware") expectFollowed(dir, stderr);
      else {
        expect(verdictOf(dir, "functional.criticality-order")).toMatch(/^(fail|inconclusive)$/);
        expect(reportOf(dir)).toContain("explained by fcfs");
      }
      expect(logPointsOf(dir)).toMatchObject({ verdict: "inconclusive" });
      expect(routerOf(dir)).toMatchObject({ flavour, ordering: expected });
    },
    90_000,
  );

  test.skipIf(missingForStandalone !== null || given === "" || flavour !== "llm-d-router")(
    "its two orderings, unmodified: each is explained by itself, and refutes the other",
    async () => {
      const args = ["--epp", flavour, "--ordering", "fcfs,slo-deadline", "--scenario", "slo-deadline", "--seed", "7"];
      const { dir, process } = run("two-orderings", args);
      const { code, stdout, stderr } = await process.finished;
      const { runs } = orderingComparisonSchema.parse(JSON.parse(readFileSync(join(dir, "orderings.json"), "utf8")));
      for (const one of runs) {
        const { ordering, rule, verdict } = one;
        expect(rule).toBe(ordering);
        const accepted = isUndecidedByLoad(one) ? ["pass", "inconclusive"] : ["pass"];
        expect(accepted, `${loadOf(join(dir, ordering))}\n${stdout}${stderr}`).toContain(verdict);
      }
      expect(code).toBe(runs.every(({ verdict }) => verdict === "pass") ? 0 : 3);
    },
    90_000,
  );

  test.skipIf(missingForStandalone !== null || given !== "")(
    "without a program: exit 4, and the remedy names option and variable",
    async () => {
      const { process } = run(`no-${flavour}`, ["--epp", flavour, "--scenario", "basic-priority"]);
      const { code, stderr } = await process.finished;
      expect(stderr).toMatch(new RegExp(`--epp-bin PATH or ${variable}`));
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(4);
    },
  );
});
