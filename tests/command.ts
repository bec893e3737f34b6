import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";

// Where all has just been built, as in the gate, a command is what is published: it starts in a quarter of the time.
const script = process.env.WA_ROUTING_BUILT === "1" ? "dist/cli.js" : "bin/wa-routing.js";
const bin = fileURLToPath(new URL(`../packages/runner/${script}`, import.meta.url));

/** Such as MaxListenersExceededWarning: no user can do anything about it. */
const NODES_OWN_WARNING = /^\(node:\d+\) (?!ExperimentalWarning|\[DEP).*$/m;

export interface Finished {
  readonly code: number | null;
  /** What ended it, where it did not end by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  /** Resolves with what has been printed once it matches. */
  stdoutMatches(pattern: RegExp): Promise<RegExpExecArray>;
  stderrMatches(pattern: RegExp): Promise<RegExpExecArray>;
  /** What has been printed so far. */
  printed(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface CommandOptions {
  readonly input?: string;
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program that becomes the command, which follows as its last arguments. */
  readonly through?: readonly string[];
}

/** Starts the command line as a user does, in a process of its own. */
export function startCommand(
  args: readonly string[],
  { input, cwd, env = {}, through = [] }: CommandOptions = {},
): Running {
  const [program = process.execPath, ...all] = [...through, process.execPath, bin, ...args];
  const child = spawn(program, all, {
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, CI: "1", ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined).end(input ?? "");
  const finished = new Promise<Finished>((resolve, reject) =>
    child.on("close", (code, signal) => {
      const warning = NODES_OWN_WARNING.exec(stderr)?.[0];
      if (warning === undefined) resolve({ code, signal, stdout, stderr });
      else reject(new Error(`a warning of Node's own reached standard error: ${warning}`));
    }),
  );
  const matches = async (pattern: RegExp, text: () => string) => {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const match = pattern.exec(text());
      if (match !== null) return match;
      if (performance.now() > deadline || child.exitCode !== null) {
        throw new Error(`waited until ${pattern} was printed; stdout: ${stdout}; stderr: ${stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    pid: child.pid as number,
    finished,
    stdoutMatches: (pattern) => matches(pattern, () => stdout),
    stderrMatches: (pattern) => matches(pattern, () => stderr),
    printed: () => `${stdout}${stderr}`,
    kill: (signal) => void child.kill(signal),
  };
}

/** For one test file: starts commands that are ended with the test that started them, whatever becomes of it. */
export function commandsOfTests(): typeof startCommand {
  const running: Running[] = [];
  afterEach(async () => {
    for (const process of running.splice(0)) {
      process.kill("SIGKILL");
      await process.finished;
    }
  });
  return (args, options) => {
    const process = startCommand(args, options);
    running.push(process);
    return process;
  };
}

/** Runs the command line to its end. */
export async function command(...args: string[]): Promise<Finished> {
  return await startCommand(args).finished;
}

/** A folder that is removed with the returned function. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
