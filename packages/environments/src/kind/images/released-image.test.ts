import { afterEach, beforeEach, expect, test } from "vitest";
import { StandInPrograms } from "../stand-in-programs.test-data.ts";
import { releasedImage } from "./released-image.ts";

const EPP = `ghcr.io/org/wa-routing/epp@sha256:${"1".repeat(64)}`;
const RELEASED = { epp: EPP, "model-server": null };

let programs: StandInPrograms;
const said: string[] = [];
const say = (line: string) => void said.push(line);
beforeEach(() => {
  programs = new StandInPrograms();
  said.length = 0;
});
afterEach(() => programs.end());

test("is fetched by its digest", async () => {
  programs.set("registry", `${EPP}\n`);
  expect(await releasedImage("epp", say, undefined, RELEASED)).toBe(EPP);
  expect(programs.calls("docker pull")).toEqual([`docker pull ${EPP}`]);
  expect(said).toEqual([]);
});

test("is not fetched again", async () => {
  programs.set("images", `${EPP}\n`);
  expect(await releasedImage("epp", say, undefined, RELEASED)).toBe(EPP);
  expect(programs.calls("docker pull")).toEqual([]);
});

test("cannot be fetched: that is said in docker's words, and one has to be built", async () => {
  expect(await releasedImage("epp", say, undefined, RELEASED)).toBeNull();
  expect(said).toEqual([
    expect.stringMatching(/^the released image ghcr\.io\/.* cannot be fetched, .*manifest unknown/),
  ]);
});

test("where none was released, nobody is asked", async () => {
  expect(await releasedImage("model-server", say, undefined, RELEASED)).toBeNull();
  expect(programs.calls("docker")).toEqual([]);
});

test("a version that was never released has none", async () => {
  expect(await releasedImage("epp", say)).toBeNull();
  expect(programs.calls("docker")).toEqual([]);
});
