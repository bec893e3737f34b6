import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { commandHere } from "../command-here.ts";
import { type OptionRow, rowsOf } from "./option-row.ts";

const WORKFLOWS = join(".github", "workflows");

/** Options of `init`, each in a repository that is new. */
export function initRows(folder: string): OptionRow[] {
  let repositories = 0;
  const init = async (...args: string[]) => {
    const repository = join(folder, `repository-${repositories++}`);
    mkdirSync(join(repository, ".git"), { recursive: true });
    const before = process.cwd();
    process.chdir(repository);
    try {
      const { stdout } = await commandHere("init", ...args);
      return { stdout, read: (...path: string[]) => readFileSync(join(repository, ...path), "utf8") };
    } finally {
      process.chdir(before);
    }
  };
  return [
    ...rowsOf("init", {
      async environment() {
        const { read } = await init("--environment", "existing");
        expect(read(WORKFLOWS, "wa-routing.yml")).toMatch(/environment: existing\n(.*\n)+ +envoy-url: http/);
      },
      async forks() {
        const { read } = await init("--forks");
        expect(read(WORKFLOWS, "wa-routing-report.yml")).toContain("mode: report");
      },
      async name() {
        const { read } = await init("--name", "ours");
        expect(read(WORKFLOWS, "ours.yml")).toContain("name: ours");
      },
      async json() {
        const { written, next } = JSON.parse((await init("--json")).stdout);
        expect(written).toEqual([join(WORKFLOWS, "wa-routing.yml")]);
        expect(next.length).toBeGreaterThan(0);
        const { stdout, read } = await init("scenario", "mine", "--json");
        expect(JSON.parse(stdout).written).toEqual(["mine.yaml"]);
        expect(read("mine.yaml")).toContain("name: mine");
      },
    }),
  ];
}
