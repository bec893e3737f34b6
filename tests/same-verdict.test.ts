import { join } from "node:path";
import { isUndecidedByLoad } from "@wa-routing/analysis";
import {
  type Checklist,
  LOG_POINTS,
  type LogPoint,
  linesFigure,
  SUCCESS_METRICS,
  type SuccessMetricId,
} from "@wa-routing/protocol";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { readScenarios } from "wa-routing";
import { command } from "./command.ts";
import {
  checklistOf,
  checkOf,
  loadOf,
  manifestOf,
  missingForStandalone,
  standaloneRuns,
  wordsOf,
} from "./standalone-runs.ts";

const SEED = "7";
const metrics = Object.keys(SUCCESS_METRICS) as SuccessMetricId[];

// One run of everything on each of the two environments; the tests only read what they left.
describe.skipIf(missingForStandalone !== null)("the same scenarios on Envoy with a real picker, and embedded", () => {
  const { folder, run } = standaloneRuns();
  const dirs = { standalone: join(folder, "standalone"), embedded: join(folder, "embedded") };
  let exitCode: number | null;
  let errors: string;

  beforeAll(async () => {
    const { process } = run("standalone", ["--scenario", "all", "--seed", SEED]);
    ({ code: exitCode, stderr: errors } = await process.finished);
    await command("run", "--scenario", "all", "--seed", SEED, "--run-dir", dirs.embedded);
  }, 420_000);

  test.each(metrics)("%s passes on standalone, or is undecided by the machine's load, by its reasons' codes", (id) => {
    const check = checkOf(checklistOf(dirs.standalone), id);
    const accepted = isUndecidedByLoad(check) ? ["pass", "inconclusive"] : ["pass"];
    expect(accepted, check.summary).toContain(check.verdict);
  });

  test("the exit code, and what the record says of the gateway and of the machine", () => {
    const { verdict } = checklistOf(dirs.standalone);
    expect(exitCode, errors).toBe({ pass: 0, inconclusive: 3 }[verdict as string]);
    const { gateway, host } = manifestOf(dirs.standalone);
    expect(gateway.router).toMatchObject({ ordering: "workload-aware", envoy: expect.stringMatching(/^1\./) });
    expect(host).toMatchObject({ loadAverageAtStart: expect.any(Number), loadAverageAtEnd: expect.any(Number) });
  });

  test.each(readScenarios("all").map(({ name }) => name))("%s: the same verdicts", (scenario) => {
    const of = (dir: string) => checklistOf(join(dir, scenario));
    const [real, simulated] = [of(dirs.standalone), of(dirs.embedded)];
    const undecided = [real, simulated].flatMap(({ checks }) => checks.filter(isUndecidedByLoad).map(({ id }) => id));
    const verdicts = ({ checks }: Checklist) =>
      Object.fromEntries(checks.map(({ id, verdict }) => [id, undecided.includes(id) ? "by load" : verdict]));
    const said = `${scenario}\n standalone, ${loadOf(dirs.standalone)}\n${wordsOf(real)} embedded, ${loadOf(dirs.embedded)}\n${wordsOf(simulated)}`;
    if (undecided.length > 0) process.stderr.write(`undecided by load: ${said}`);
    expect(verdicts(real), said).toEqual(verdicts(simulated));
  });

  // The seed's messages, as it greps for them; its brackets escaped, without which they are a class of characters. Of this run's
  // requests: of the one by which the start of the gateway was seen to be over, the last lines may still come.
  test.each(Object.entries(LOG_POINTS))(
    "%s: grep counts in router.log what the checklist states",
    async (point, message) => {
      const { figures } = checkOf(checklistOf(dirs.standalone), "observability.log-points");
      const { runToken } = manifestOf(dirs.standalone);
      const { stdout } = await execa("grep", [
        "-c",
        `\\[WA-ROUTING\\] ${message}.*"request_id":"${runToken}-`,
        join(dirs.standalone, "router.log"),
      ]);
      expect(Number(stdout)).toBe(figures.find(({ name }) => name === linesFigure(point as LogPoint))?.value);
      expect(Number(stdout)).toBeGreaterThan(1000);
    },
  );
});
