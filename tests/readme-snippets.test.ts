import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { snippetsIn } from "../scripts/nodes/snippet.ts";
import { temporaryFolder } from "./command.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const temporary = temporaryFolder();
// Beside the packages, so that they are found by their names.
const folder = join(root, "tests", `.snippets-${process.pid}`);
beforeAll(() => mkdirSync(folder));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  temporary.remove();
});

const readmes = [
  "README.md",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
].filter((path) => existsSync(join(root, path)));
const snippets = readmes.flatMap((path) =>
  snippetsIn(readFileSync(join(root, path), "utf8")).map((snippet) => ({
    where: `${path}:${snippet.line}`,
    ...snippet,
  })),
);
// What reads a run's folder comes after what makes one.
const inOrder = snippets.toSorted(
  (a, b) => Number(a.code.includes("runs/latest")) - Number(b.code.includes("runs/latest")),
);

test("every README that is published has one", () => {
  const published = readmes.filter((path) => path !== "packages/action/README.md");
  expect(published.filter((path) => !snippets.some(({ where }) => where.startsWith(path)))).toEqual([]);
});

test.each(inOrder)(
  "$where runs to its end, and leaves nothing behind",
  async ({ language, code }) => {
    const file = join(folder, `snippet.${language === "ts" ? "ts" : "mjs"}`);
    writeFileSync(file, code);
    nameLatest();
    const source = ["--conditions=@wa-routing/source", "--import", import.meta.resolve("tsx"), file];
    const env = { TMPDIR: temporary.path };
    const { exitCode, all } = await execa(process.execPath, source, { cwd: folder, env, all: true, reject: false });
    expect(exitCode, all).toBe(0);
    expect(readdirSync(temporary.path).filter((name) => name.startsWith("wa-routing"))).toEqual([]);
  },
  120_000,
);

/** The run that a snippet has made, under the name that another reads. */
function nameLatest(): void {
  const runs = join(folder, "runs");
  const [made] = existsSync(runs) ? readdirSync(runs) : [];
  if (made !== undefined && made !== "latest") renameSync(join(runs, made), join(runs, "latest"));
}
