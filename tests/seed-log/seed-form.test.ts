import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checklist, checklistSchema, type SuccessMetricId } from "@wa-routing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command, type Finished, temporaryFolder } from "../command.ts";
import { seedForm } from "./seed-form.ts";

// A healthy run whose log is written in other words: what the lines lack must not be held against the router.
const folder = temporaryFolder();
afterAll(folder.remove);

const dir = join(folder.path, "run");
let own: Finished;

beforeAll(async () => {
  own = await command(...["run", "--scenario", "basic-priority,default-workload", "--seed", "7", "--run-dir", dir]);
}, 120_000);

const checklistIn = (at: string) => checklistSchema.parse(JSON.parse(readFileSync(join(at, "checklist.json"), "utf8")));
const verdicts = ({ checks }: Checklist) => Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
const checkOf = ({ checks }: Checklist, id: SuccessMetricId) => checks.find((check) => check.id === id);

/** The checklist of the same run with its log rewritten. */
async function rewritten(name: string, rewrite: (log: string) => string): Promise<Checklist> {
  const copy = join(folder.path, name);
  cpSync(dir, copy, { recursive: true });
  const path = join(copy, "router.log");
  writeFileSync(path, rewrite(readFileSync(path, "utf8")));
  const { code, stderr } = await command("analyze", copy);
  expect([0, 1, 3], stderr).toContain(code);
  return checklistIn(copy);
}

test("in the seed document's form it has the same verdicts", async () => {
  expect(own.code, own.stdout).toBe(0);
  const checklist = await rewritten("seed", (log) => seedForm(log));
  expect(verdicts(checklist)).toEqual(verdicts(checklistIn(dir)));
  expect(checkOf(checklist, "observability.log-points")?.because).toMatch(/lines that name no request, by workload/);
  const ofOrder = checkOf(checklist, "observability.dispatch-order");
  expect(ofOrder?.figures.find(({ name }) => name === "decisivePairs")?.value).toBeGreaterThan(100);
}, 60_000);
