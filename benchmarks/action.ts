import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";

const ROUNDS = 15;
const MEGABYTE = 1e6;

/** Notes on standard error every file that is loaded. */
const NOTE_LOADS = `data:text/javascript,${encodeURIComponent(`
import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(\`
  import { writeSync } from "node:fs";
  export async function load(url, context, next) {
    if (url.startsWith("file:")) writeSync(2, url + "\\\\n");
    return await next(url, context);
  }
\`));
`)}`;

/** What the action loads, and how long it takes, before its first line: inputs have been read and found right by then. */
export const benchmark: Benchmark = {
  name: "action",
  async run(print) {
    const dist = fileURLToPath(new URL("../packages/action/dist/", import.meta.url));
    if (!existsSync(join(dist, "main.js"))) {
      print("skipped: packages/action/dist is not built (npm run build)");
      return;
    }
    const loaded = await filesBeforeFirstLine(dist);
    const files = readdirSync(dist);
    print(`before the first line ${megabytes(loaded)} MB in ${loaded.length} files  (goal 2 MB at most)`);
    print(`the whole of dist ${megabytes(files.map((name) => join(dist, name)))} MB in ${files.length} files`);
    const drawing = files.filter((name) => name.startsWith("drawing-")).map((name) => join(dist, name));
    if (drawing.length !== 1) throw new Error(`what draws the pictures is in ${drawing.length} files of dist`);
    const isEarly = loaded.some((path) => drawing.includes(path));
    print(`of it what draws the pictures ${megabytes(drawing)} MB, before the first line: ${isEarly ? "yes" : "no"}`);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push((await untilFirstLine([join(dist, "main.js")])).tookMs);
      bare.push((await untilFirstLine(["-e", "console.log()"])).tookMs);
    }
    print(
      `first line after ${median(ours).toFixed(0)} ms, of a Node that only prints one after ${median(bare).toFixed(0)} ms (medians of ${ROUNDS}, interleaved; goal 300 ms at most)`,
    );
  },
};

function megabytes(paths: readonly string[]): string {
  return (paths.reduce((sum, path) => sum + statSync(path).size, 0) / MEGABYTE).toFixed(2);
}

async function filesBeforeFirstLine(dist: string): Promise<readonly string[]> {
  const { stderr } = await untilFirstLine(["--import", NOTE_LOADS, join(dist, "main.js")]);
  const files = stderr.split("\n").filter((line) => line.startsWith("file:"));
  const paths = [...new Set(files.map((url) => fileURLToPath(url)))].filter((path) => path.startsWith(dist));
  // What is loaded at once beside the first line counts along: the print comes first.
  if (!paths.some((path) => /carry-out-action/.test(path))) throw new Error(`nothing was seen to be loaded: ${stderr}`);
  return paths;
}

/** Starts a program that would run a scenario, and ends it at its first line. */
async function untilFirstLine(args: readonly string[]): Promise<{ readonly tookMs: number; readonly stderr: string }> {
  const folder = mkdtempSync(join(tmpdir(), "wa-routing-bench-"));
  const startMs = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, RUNNER_TEMP: folder, TMPDIR: folder, INPUT_SCENARIOS: "basic-priority" },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const tookMs = await new Promise<number>((resolve, reject) => {
    child.stdout.once("data", () => resolve(performance.now() - startMs));
    child.once("close", () => reject(new Error(`it printed nothing: ${stderr}`)));
  });
  const before = stderr;
  child.kill("SIGKILL");
  await ended;
  rmSync(folder, { recursive: true, force: true });
  return { tookMs, stderr: before };
}
