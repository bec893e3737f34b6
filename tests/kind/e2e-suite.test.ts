import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { commandsOfTests, startCommand } from "../command.ts";
import { notRun } from "../not-run.ts";
import { requestsSent } from "../requests-sent.ts";
import { checklistOf, checkOf, loadOf, manifestOf, wordsOf } from "../standalone-runs.ts";
import { untilTrue } from "../until-true.ts";
import { deploySuite, FORK_IMAGE, SUITE_NAMESPACE, suiteDeployments } from "./e2e-suite/suite-gateway.ts";
import { clusterRuns, missingForKind } from "./real-cluster.ts";

// The pause of the fork's suite, as it leaves its deployment: npm run test:kind.
const runs = clusterRuns("suite");
const env = { KUBECONFIG: runs.kubeconfig };
const inSuite = ["--namespace", SUITE_NAMESPACE];
const TIMES = 5;
const started = commandsOfTests();
let before: Awaited<ReturnType<typeof suiteDeployments>>;

if (FORK_IMAGE === undefined)
  notRun("the fork's own picker in its suite's deployment", "WA_ROUTING_FORK_IMAGE names no image");

/** What each check came to. */
const verdictsOf = (dir: string) => Object.fromEntries(checklistOf(dir).checks.map(({ id, verdict }) => [id, verdict]));
const saidOf = (dir: string) => `${loadOf(dir)}\n${wordsOf(checklistOf(dir))}`;

describe.skipIf(missingForKind !== null)("the fork's suite in its pause", () => {
  beforeAll(async () => {
    const { code, stderr } = await runs.inKind("first", "--cluster", runs.cluster, "--keep");
    expect([0, 1, 3], stderr).toContain(code);
    await deploySuite(runs);
    before = await suiteDeployments(runs);
  }, 600_000);

  test("as it was left nothing of an order can be proven, and the checks say what is missing", async () => {
    const { code, dir, stdout, stderr } = await runs.run("as-left", [...inSuite, "--scenario", "basic-priority"], {
      env,
    });
    expect(code, stderr).toBe(3);
    const order = checkOf(checklistOf(dir), "functional.criticality-order");
    expect(order).toMatchObject({ verdict: "inconclusive", advice: expect.stringContaining("--adapt") });
    expect(order.reasons.map(({ code }) => code)).toContain("no-gate");
    expect(stdout).toContain("What this deployment lacks:");
    expect(await suiteDeployments(runs)).toEqual(before);
  }, 300_000);

  test(`with --adapt it can, ${TIMES} times to the same verdicts, and all is put back each time`, async () => {
    const said: string[] = [];
    const verdicts: ReturnType<typeof verdictsOf>[] = [];
    for (let count = 1; count <= TIMES; count += 1) {
      const args = [...inSuite, "--adapt", "--scenario", "basic-priority"];
      const { dir, stderr, seconds } = await runs.run(`adapted-${count}`, args, { env });
      said.push(`adapted-${count}: ${seconds} s, ${saidOf(dir)}`);
      verdicts.push(verdictsOf(dir));
      expect(await suiteDeployments(runs), stderr).toEqual(before);
    }
    process.stderr.write(said.join(""));
    for (const each of verdicts) expect(each, said.join("")).toEqual(verdicts[0]);
    expect(verdicts[0]?.["functional.criticality-order"], said.join("")).toBe("pass");
    if (FORK_IMAGE !== undefined) {
      const points = checkOf(checklistOf(join(runs.folder, "adapted-1")), "observability.log-points");
      expect(points).toMatchObject({ verdict: "fail", summary: expect.stringContaining("0 of 6") });
    }
  }, 1_800_000);

  test("a picker that is deleted under way takes its trial with it, by name, and the rest stands", async () => {
    const dir = join(runs.folder, "deleted");
    const requests = join(dir, "quiet", "basic-priority", "requests.ndjson");
    const args = [...inSuite, "--adapt", "--scenario", "basic-priority", "--trials", "6"];
    const run = started(["run", "--run-dir", dir, ...args], { env });
    await untilTrue(
      () => `trials were sent; ${run.printed()}`,
      240_000,
      () => requestsSent(requests) > 60,
    );
    await runs.kubectl([...inSuite, "delete", "pod", "--selector", "app=vllm-llama3-8b-instruct-epp", "--wait=false"]);
    await run.finished;
    const lost = manifestOf(join(dir, "quiet")).losses.filter(({ setAside }) => setAside !== undefined);
    expect(lost, saidOf(dir)).not.toEqual([]);
    expect(lost[0]?.text).toContain("vllm-llama3-8b-instruct-epp-");
    expect(checkOf(checklistOf(dir), "functional.criticality-order").verdict, saidOf(dir)).toBe("pass");
    expect(await suiteDeployments(runs)).toEqual(before);
  }, 600_000);

  test("what a killed run has changed, down puts back", async () => {
    const dir = join(runs.folder, "killed");
    const run = started(["run", "--run-dir", dir, ...inSuite, "--adapt", "--scenario", "basic-priority"], { env });
    await untilTrue(
      () => `trials were sent; ${run.printed()}`,
      240_000,
      () => requestsSent(join(dir, "quiet", "basic-priority", "requests.ndjson")) > 0,
    );
    expect(await suiteDeployments(runs)).not.toEqual(before);
    run.kill("SIGKILL");
    await run.finished;
    const { code, stdout } = await startCommand(["down", ...inSuite], { env }).finished;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("Put back:") });
    expect(await suiteDeployments(runs)).toEqual(before);
  }, 600_000);
});
