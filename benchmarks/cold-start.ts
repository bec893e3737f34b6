import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The built command line; null, and said so, where it is not built. */
export function builtCommandLine(print: (line: string) => void): string | null {
  const cli = fileURLToPath(new URL("../packages/runner/dist/cli.js", import.meta.url));
  if (existsSync(cli)) return cli;
  print("skipped: packages/runner/dist is not built (npm run build)");
  return null;
}

/** How long a process of Node takes from its start to its end, in ms. @throws Error where it ends with another code than `code`. */
export function durationOf(args: readonly string[], { code = 0, input = "", cwd = process.cwd() } = {}): number {
  const startMs = performance.now();
  const { status } = spawnSync(process.execPath, args, { input, cwd, stdio: ["pipe", "ignore", "ignore"] });
  if (status !== code) throw new Error(`node ${args.join(" ")} ended with ${status}, not ${code}`);
  return performance.now() - startMs;
}
