import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findScenario, runScenarios, startEmbedded, withTrials } from "wa-routing";
import { archiveOf, filesBelow, type MadeFile } from "./archive.test-data.ts";
import { ARCHIVE_LIMITS } from "./archive-limits.ts";
import type { FinishedRun } from "./check-origin.ts";
import { judgeArtifact } from "./judge-artifact.ts";
import type { RunOrigin } from "./run-origin.ts";

const scratch = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const sha = "a".repeat(40);
const origin: RunOrigin = {
  ...{ schemaVersion: 1, pullRequest: 7, sha, workflow: "routing", runId: 11, runNumber: 3, attempt: 1 },
  ...{ job: "test", leg: ["embedded"], step: null, key: "" },
};
const run: FinishedRun = { id: 11, number: 3, attempt: 1, sha, workflow: "routing", headRepository: "them/fork" };

let evidence: readonly MadeFile[];
let verdict: string;
beforeAll(async () => {
  const runDir = join(scratch, "run");
  const scenarios = [withTrials(findScenario("basic-priority"), 1)];
  const { checklist } = await runScenarios({ scenarios, runDir, seed: 1, startGateway: () => startEmbedded() });
  verdict = checklist.verdict;
  evidence = [...filesBelow(runDir), { name: "origin.json", text: JSON.stringify(origin) }];
}, 60_000);

const judged = async (files: readonly MadeFile[], limits = ARCHIVE_LIMITS) =>
  await judgeArtifact(await archiveOf(files), run, scratch, limits);
const changed = (name: string, change: (text: string) => string) =>
  evidence.map((file) => (file.name === name ? { ...file, text: change(file.text) } : file));
const without = (name: string) => evidence.filter((file) => file.name !== name);

test("evidence is judged anew, in a folder of its own", async () => {
  const { origin: found, result, folder } = await judged(evidence);
  expect(found).toEqual(origin);
  expect(result).toMatchObject({ result: "checklist", checklist: { verdict } });
  expect(readdirSync(folder)).toContain("run.json");
  rmSync(folder, { recursive: true });
  expect(readdirSync(scratch)).toEqual(["run"]);
});

test("what is drawn from evidence may lack: it is made anew", async () => {
  const kept = [
    "plan.json",
    "requests.ndjson",
    "arrivals.ndjson",
    "steps.ndjson",
    "run.json",
    "router.log",
    "origin.json",
  ];
  const bare = evidence.filter(({ name }) => kept.some((file) => name.endsWith(file)));
  expect(bare.length).toBeLessThan(evidence.length);
  const { result, folder } = await judged(bare);
  rmSync(folder, { recursive: true });
  expect(result).toMatchObject({ result: "checklist" });
});

const originOf = (changes: object) => changed("origin.json", () => JSON.stringify({ ...origin, ...changes }));
const forged: readonly (readonly [string, () => readonly MadeFile[], RegExp])[] = [
  ["another commit's", () => originOf({ sha: "b".repeat(40) }), /its commit is "b+", and GitHub says "a+"/],
  ["another run's", () => originOf({ runId: 12 }), /its run is "12"/],
  ["of a later attempt", () => originOf({ attempt: 9 }), /it is of attempt 9, and GitHub knows of 1/],
  ["of another workflow", () => originOf({ workflow: "release" }), /its workflow is "release"/],
  ["without an origin", () => without("origin.json"), /no origin.json that can be read/],
  ["with an origin of its own making", () => originOf({ token: "x" }), /its origin.json is none: .*"token"/],
  ["without a run", () => without("run.json"), /cannot be judged: .* is no run folder/],
  [
    "with a checklist that was changed",
    () => changed("checklist.json", (text) => text.replace('"fail"', '"pass"').replace('"inconclusive"', '"pass"')),
    /its checklist.json says something else than its evidence/,
  ],
  [
    "with a scenario's checklist that was changed",
    () => changed("basic-priority/checklist.json", (text) => text.replace('"not-measured"', '"pass"')),
    /its basic-priority\/checklist.json says something else/,
  ],
  [
    "of a schema that nobody knows",
    () => changed("run.json", (text) => text.replace(/"schemaVersion": \d+/, '"schemaVersion": 999')),
    /cannot be judged: .*run.json is no file of a run: schemaVersion/,
  ],
  [
    "with a scenario that lies elsewhere",
    () => changed("run.json", (text) => text.replace('"basic-priority"', '"../run"')),
    /cannot be judged/,
  ],
];

test.each(forged)("refused in one sentence: %s", async (_, files, sentence) => {
  const refusal: unknown = await judged(files()).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: "RefusedEvidence", message: expect.stringMatching(sentence) });
  expect((refusal as Error).message).not.toContain("\n");
  expect((refusal as Error).message).not.toContain(scratch);
  expect(readdirSync(scratch)).toEqual(["run"]);
});

test("refused: more than is downloaded", async () => {
  await expect(judged(evidence, { ...ARCHIVE_LIMITS, archiveBytes: 1_000 })).rejects.toThrow(/more than 1000/);
});
