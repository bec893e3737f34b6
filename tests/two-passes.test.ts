import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checklistSchema, runManifestSchema } from "@wa-routing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { command, type Finished, temporaryFolder } from "./command.ts";

// A verbose log takes two passes, as a user walks it: on the embedded gateway, which writes what a router writes at -v 5.
const folder = temporaryFolder();
afterAll(folder.remove);

const dir = join(folder.path, "run");
const read = (...path: string[]) => readFileSync(join(dir, ...path), "utf8");
const manifestOf = (...path: string[]) => runManifestSchema.parse(JSON.parse(read(...path, "run.json")));
const orderIn = (at: string) =>
  checklistSchema
    .parse(JSON.parse(readFileSync(join(at, "checklist.json"), "utf8")))
    .checks.find(({ id }) => id === "functional.criticality-order");
let finished: Finished;

beforeAll(async () => {
  finished = await command(
    ...["run", "--log-verbosity", "5", "--scenario", "basic-priority", "--seed", "7", "--run-dir", dir],
  );
}, 90_000);

test("the order is proven at the model servers with a quiet log and in the verbose log", () => {
  const order = orderIn(dir);
  expect(order).toMatchObject({ verdict: "pass", reasons: [] });
  for (const pass of ["quiet", "verbose"]) {
    expect(order?.figures).toContainEqual({ name: `basic-priority.${pass}.inversions`, value: 0 });
  }
  expect(finished.code, finished.stderr).toBe(0);
  expect(finished.stdout).toMatch(/^1 scenario in two passes on embedded/);
}, 60_000);

test("each pass is a run folder by itself, with its own control arm and ids, and one seed", () => {
  const [quiet, verbose] = [manifestOf("quiet"), manifestOf("verbose")];
  expect([quiet, verbose].map(({ gateway }) => gateway.router.verbosity)).toEqual(["2", "5"]);
  expect([quiet.seed, verbose.seed]).toEqual([7, 7]);
  expect(quiet.runToken).not.toBe(verbose.runToken);
  for (const pass of ["quiet", "verbose"]) {
    expect(read(pass, "basic-priority", "requests.ndjson")).toContain('"arm":"control"');
  }
  expect(manifestOf()).toMatchObject({ passes: ["quiet", "verbose"], exitReason: "completed", seed: 7 });
}, 60_000);

test("analyze and report give the same again, byte for byte", async () => {
  const copy = join(folder.path, "copy");
  cpSync(dir, copy, { recursive: true });
  const generated = ["run.json", "checklist.json", "verbose/checklist.json", "quiet/basic-priority/analysis.json"];
  for (const file of generated) rmSync(join(copy, file));
  expect((await command("analyze", copy)).code).toBe(0);
  expect((await command("report", copy)).code).toBe(0);
  for (const file of [...generated, "report.md", "report.html", "junit.xml", "ctrf.json"]) {
    expect(readFileSync(join(copy, file), "utf8"), file).toBe(read(file));
  }
}, 60_000);

test("runs that somebody made by hand are judged together", async () => {
  const args = ["--quiet-pass", join(dir, "quiet"), "--verbose-pass", join(dir, "verbose")];
  const { code, stdout } = await command("analyze", ...args);
  expect(code).toBe(0);
  expect(stdout).toContain("High criticality went first wherever there was a choice");
  expect(await command("analyze", dir, ...args)).toMatchObject({ code: 2 });
  expect(await command("analyze", "--quiet-pass", dir)).toMatchObject({ code: 2 });
}, 60_000);

test("a run that ended after its quiet pass is not enough", async () => {
  const copy = join(folder.path, "killed");
  cpSync(dir, copy, { recursive: true });
  for (const file of ["verbose", "run.json", "checklist.json"]) rmSync(join(copy, file), { recursive: true });
  expect((await command("analyze", copy)).code).toBe(3);
  expect(orderIn(copy)).toMatchObject({ verdict: "inconclusive" });
}, 60_000);

test("trace finds a request in either pass", async () => {
  for (const pass of ["quiet", "verbose"]) {
    const { id } = JSON.parse(read(pass, "basic-priority", "requests.ndjson").split("\n")[0] as string) as {
      id: string;
    };
    expect((await command("trace", dir, id)).stdout).toContain("meant to be sent (basic-priority");
  }
}, 60_000);
