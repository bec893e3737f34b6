import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Checklist, checklistSchema } from "@wa-routing/protocol";
import { execa } from "execa";
import { afterAll, expect, test } from "vitest";
import { command, temporaryFolder } from "../command.ts";

// A real cluster: npm run test:kind. Needs docker, kind, kubectl, and what the README of kind calls a node image.
const { path: folder, remove } = temporaryFolder();
// What others on this host keep is theirs: neither seen nor ended by what these tests start.
process.env.XDG_STATE_HOME = folder;
const CLUSTER = `wa-routing-test-${process.pid}`;
const RUNS = 10;

const clusters = async () => (await execa("kind", ["get", "clusters"], { reject: false })).stdout.split("\n");

afterAll(async () => {
  await command("down");
  remove();
  expect(await clusters()).not.toContain(CLUSTER);
}, 120_000);

const run = async (name: string, ...args: string[]) => {
  const dir = join(folder, name);
  const startMs = performance.now();
  const finished = await command("run", "--environment", "kind", "--run-dir", dir, ...args);
  return { ...finished, dir, seconds: Math.round((performance.now() - startMs) / 1000) };
};

test("an image that is misspelt is named at once, and no cluster is made for it", async () => {
  const { code, stderr, seconds } = await run(
    "misspelt",
    "--scenario",
    "basic-priority",
    "--epp-image",
    "wa-routing/mispelt:1",
  );
  expect(code).toBe(4);
  expect(stderr).toContain("there is no image wa-routing/mispelt:1");
  expect(seconds).toBeLessThan(30);
  expect(existsSync(join(folder, "wa-routing", "clusters"))).toBe(false);
}, 60_000);

test(`basic-priority ${RUNS} times in one cluster, its log read: all pass`, async () => {
  const rows: string[] = [];
  for (let count = 1; count <= RUNS; count += 1) {
    const where = count === 1 ? ["--keep"] : ["--reuse", "require", "--keep"];
    const name = `basic-${count}`;
    const { code, stderr, dir, seconds } = await run(
      name,
      "--scenario",
      "basic-priority",
      "--cluster",
      CLUSTER,
      ...where,
    );
    expect([0, 1, 3], stderr).toContain(code);
    const checklist = checklistSchema.parse(JSON.parse(readFileSync(join(dir, "checklist.json"), "utf8")));
    rows.push(`${name}: ${checklist.verdict} in ${seconds} s; ${swapped(checklist)}`);
  }
  process.stderr.write(`${rows.join("\n")}\n`);
  expect(rows.filter((row) => !row.includes(": pass"))).toEqual([]);
}, 1_800_000);

/** Of the pairs that the log and the model servers have in different orders. */
function swapped({ checks }: Checklist): string {
  const disagree = checks.flatMap(({ reasons }) => reasons).find(({ code }) => code === "witnesses-disagree");
  return disagree === undefined ? "the witnesses agree" : JSON.stringify(disagree.figures);
}
