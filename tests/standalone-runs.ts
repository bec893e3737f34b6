import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findEnvoy, findEpp } from "@wa-routing/environments";
import { type Checklist, checklistSchema, type RunManifest, runManifestSchema } from "@wa-routing/protocol";
import { afterAll, afterEach, expect } from "vitest";
import { type CommandOptions, commandsOfTests, type Running, temporaryFolder } from "./command.ts";
import { notRun } from "./not-run.ts";
import { descendantsOf, type ProcessRow, processesOf, untilGone } from "./process-rows.ts";
import { requestsSent } from "./requests-sent.ts";
import { untilTrue } from "./until-true.ts";

/** Why runs on Envoy and the reference picker cannot be made here, printed once; null: they can. With WA_ROUTING_REQUIRE_ALL=1 it throws. */
export const missingForStandalone = await reasonToSkip();

async function reasonToSkip(): Promise<string | null> {
  try {
    findEnvoy(undefined);
    const epp = await findEpp(undefined);
    if (epp.source === "build")
      throw new Error("the endpoint picker is not built: cd epp && go build -trimpath -o bin/epp ./cmd/epp");
    return null;
  } catch (error) {
    if (process.env.WA_ROUTING_REQUIRE_ALL === "1") throw error;
    const reason = (error as Error).message;
    notRun(expect.getState().testPath ?? "tests on Envoy", reason);
    return reason;
  }
}

/** Runs of one test file on the standalone gateway. After each test nothing that it started may be left. */
export function standaloneRuns() {
  const folder = temporaryFolder();
  afterAll(folder.remove);
  // Hooks end in the reverse order: this one looks when commandsOfTests has ended what a test left.
  afterEach(() => untilGone("what the test started is gone", () => processesOf(folder.path)));
  const started = commandsOfTests();
  const run = (name: string, args: readonly string[], options: CommandOptions = {}): StandaloneRun => {
    const dir = join(folder.path, name);
    const env = { ...options.env, WA_ROUTING_TEST_FOLDER: folder.path };
    const process = started(["run", "--environment", "standalone", "--run-dir", dir, ...args], { ...options, env });
    return { dir, process };
  };
  return {
    folder: folder.path,
    run,
    /** A run of basic-priority that is in its trials, with every process below it. */
    async begun(name: string, ...args: string[]): Promise<StandaloneRun & { readonly below: readonly ProcessRow[] }> {
      const { dir, process } = run(name, ["--scenario", "basic-priority", "--trials", "30", ...args]);
      const requests = join(dir, "basic-priority", "requests.ndjson");
      await untilTrue(
        () => "the run was in its trials",
        60_000,
        () => requestsSent(requests) >= 100,
      );
      return { dir, process, below: descendantsOf(process.pid) };
    },
  };
}

/** A run of the command line and its folder. */
export interface StandaloneRun {
  readonly dir: string;
  readonly process: Running;
}

export const checklistOf = (dir: string): Checklist =>
  checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));

export const manifestOf = (dir: string): RunManifest =>
  runManifestSchema.parse(JSON.parse(readFileSync(join(dir, "run.json"), "utf8")));

/** The load of the machine before and after a run, as the run has recorded it. */
export function loadOf(dir: string): string {
  const { loadAverageAtStart, loadAverageAtEnd, cpus } = manifestOf(dir).host;
  return `load ${loadAverageAtStart.toFixed(1)} to ${loadAverageAtEnd?.toFixed(1)} on ${cpus} CPUs`;
}

export function checkOf({ checks }: Checklist, id: string): Checklist["checks"][number] {
  const found = checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`the checklist has no ${id}`);
  return found;
}

const codesOf = (reasons: Checklist["checks"][number]["reasons"]) => reasons.map(({ code }) => code).join(", ");

/** What a run could not decide or refused, in its own words and by its reasons' codes. */
export function wordsOf({ checks }: Checklist): string {
  const open = checks.filter(({ verdict }) => verdict === "fail" || verdict === "inconclusive");
  return (
    open
      .map(({ id, verdict, summary, reasons }) => `  ${id} ${verdict}: ${summary} [${codesOf(reasons)}]\n`)
      .join("") || "  nothing is open\n"
  );
}
