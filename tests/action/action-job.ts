import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { type RunnerCommand, runnerCommands } from "./runner-commands.ts";

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string; readonly post: string };
}

const actionFile = parse(
  readFileSync(fileURLToPath(new URL("../../action.yml", import.meta.url)), "utf8"),
) as ActionFile;

/** What a workflow gives its jobs. */
export interface JobOptions {
  /** Where jobs have their folders. */
  readonly folder: string;
  /** The folder of the built action. */
  readonly bundle: string;
  readonly node?: string;
  /** `${{ github.token }}` */
  readonly token?: string;
  /** `${{ toJSON(matrix) }}` */
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly event?: object;
  /** In place of what GitHub sets, or beside it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A step that has ended. */
export interface EndedStep {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly commands: readonly RunnerCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** A step that runs. */
export interface RunningStep {
  readonly process: ChildProcess;
  readonly ended: Promise<EndedStep>;
  /** What has been printed so far. */
  readonly printed: () => string;
}

/** A job, as GitHub's runner has one: steps one after the other, then their posts. */
export class ActionJob {
  readonly #options: JobOptions;
  readonly folder: string;
  #steps = 0;

  constructor(options: JobOptions) {
    this.#options = options;
    this.folder = mkdtempSync(join(options.folder, "job-"));
    for (const name of ["temp", "tmp", "workspace"]) mkdirSync(join(this.folder, name));
  }

  /** Runs a step's main to its end. */
  async step(inputs: Readonly<Record<string, string>>): Promise<EndedStep> {
    return await this.start(inputs).ended;
  }

  /** Starts a step's main. Inputs that are not named have their default of action.yml. */
  start(inputs: Readonly<Record<string, string>>): RunningStep {
    this.#steps += 1;
    return this.#run(actionFile.runs.main, inputs);
  }

  /** Runs the post of the last step. */
  async post(inputs: Readonly<Record<string, string>> = {}): Promise<EndedStep> {
    return await this.#run(actionFile.runs.post, inputs).ended;
  }

  #run(entry: string, inputs: Readonly<Record<string, string>>): RunningStep {
    const { bundle, node = process.execPath, env = {} } = this.#options;
    const file = (name: string) => {
      const path = join(this.folder, `${this.#steps}.${name}`);
      writeFileSync(path, "", { flag: "a" });
      return path;
    };
    const files = { output: file("output"), summary: file("summary"), event: join(this.folder, "event.json") };
    writeFileSync(files.event, JSON.stringify(this.#options.event ?? {}));
    const child = spawn(node, [join(bundle, entry.split("/").at(-1) as string)], {
      cwd: join(this.folder, "workspace"),
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: join(this.folder, "tmp"),
        CI: "true",
        GITHUB_ACTIONS: "true",
        GITHUB_ACTION: this.#steps === 1 ? "__self" : `__self_${this.#steps}`,
        GITHUB_REPOSITORY: "acme/router",
        GITHUB_WORKFLOW: "routing",
        GITHUB_JOB: "smoke",
        GITHUB_RUN_ID: "77",
        GITHUB_RUN_NUMBER: "7",
        GITHUB_RUN_ATTEMPT: "1",
        GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
        GITHUB_EVENT_NAME: "push",
        GITHUB_EVENT_PATH: files.event,
        GITHUB_OUTPUT: files.output,
        GITHUB_STATE: file("state"),
        GITHUB_STEP_SUMMARY: files.summary,
        RUNNER_TEMP: join(this.folder, "temp"),
        // Nothing of a test may reach GitHub itself.
        GITHUB_API_URL: "http://127.0.0.1:9",
        ...this.#inputs(inputs),
        ...env,
      },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<EndedStep>((resolve) =>
      child.once("close", (code, signal) =>
        resolve({
          ...{ code, signal, stdout, stderr },
          commands: runnerCommands(stdout),
          outputs: readValues(files.output),
          summary: readFileSync(files.summary, "utf8"),
        }),
      ),
    );
    return { process: child, ended, printed: () => stdout };
  }

  /** As the runner sets them: in upper case, with defaults whose expressions it has evaluated. */
  #inputs(given: Readonly<Record<string, string>>): Record<string, string> {
    const { token = "", matrix = null } = this.#options;
    const defaults = Object.entries(actionFile.inputs).map(([name, input]) => {
      const text = (input.default ?? "")
        .replace(/\$\{\{ github\.token \}\}/, token)
        .replace(/\$\{\{ toJSON\(matrix\) \}\}/, JSON.stringify(matrix, null, 2));
      if (text.includes("${{")) throw new Error(`an expression that no runner evaluates: ${text}`);
      return [name, text] as const;
    });
    return Object.fromEntries(
      [...defaults, ...Object.entries(given)].map(([name, text]) => [
        `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
        text,
      ]),
    );
  }
}

/** Values that were set in a file of the runner's; the last one of a name counts. */
function readValues(path: string): Record<string, string> {
  const pattern = /^(\S+)<<(\S+)\n([\s\S]*?)\n\2$/gm;
  return Object.fromEntries(
    [...readFileSync(path, "utf8").matchAll(pattern)].map(([, name = "", , value = ""]) => [name, value]),
  );
}
