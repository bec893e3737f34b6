import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";
import type { ZodType } from "zod";
import { type GuardedChild, spawnGuarded } from "./guarded-child.ts";

const PATIENCE_MS = 30_000;
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Which cluster, and how it is reached. */
export interface KubectlOptions {
  /** Name or path of the program. Default: `kubectl`, from the PATH. */
  readonly program?: string;
  /** File that names clusters. Default: kubectl's own. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig. Default: the current one when the program is called, which somebody may change meanwhile. */
  readonly context?: string;
  readonly namespace: string;
}

/** How one call is made. */
export interface CallOptions {
  /** What it reads on standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** Default 30 s. */
  readonly timeoutMs?: number;
}

/** What one call came to. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  /** `KUBECTL_FAILED` with kubectl's own words; null where it did what it was asked. */
  readonly refusal: WaRoutingError | null;
}

/** kubectl, for one namespace of one cluster. Arguments go to the program as they are: no shell reads them. */
export interface Kubectl {
  readonly namespace: string;
  /**
   * What it prints.
   *
   * @throws WaRoutingError `KUBECTL_FAILED` with kubectl's own words, `PROGRAM_MISSING` without kubectl; the signal's reason when aborted.
   */
  run(args: readonly string[], options?: CallOptions): Promise<string>;
  /** As {@link Kubectl.run}; a refusal is an answer, too. Throws where there is no answer: no program, no end in time, aborted. */
  ask(args: readonly string[], options?: CallOptions): Promise<Answer>;
  /** What it prints with `-o json`, parsed. */
  json<Parsed>(args: readonly string[], schema: ZodType<Parsed>, options?: CallOptions): Promise<Parsed>;
  /** Starts what goes on, such as `logs -f`; it ends with this process, however that ends. */
  spawn(args: readonly string[]): GuardedChild;
  /** The same cluster, another namespace. */
  in(namespace: string): Kubectl;
  /** What a person can paste to do the same. */
  commandLine(args: readonly string[]): string;
}

/** kubectl for a namespace. Nothing is called yet. */
export function createKubectl(options: KubectlOptions): Kubectl {
  const { program = "kubectl", kubeconfig, context, namespace } = options;
  const whole = (args: readonly string[]) => [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
    "--namespace",
    namespace,
    ...args,
  ];
  const commandLine = (args: readonly string[]) => [program, ...whole(args)].map(quoted).join(" ");

  const ask: Kubectl["ask"] = async (args, { input, signal, timeoutMs = PATIENCE_MS } = {}) => {
    signal?.throwIfAborted();
    const result = await execa(program, whole(args), {
      ...(input === undefined ? { stdin: "ignore" } : { input }),
      ...(signal === undefined ? {} : { cancelSignal: signal }),
      timeout: timeoutMs,
      maxBuffer: MOST_OUTPUT_BYTES,
      stripFinalNewline: false,
      reject: false,
    });
    signal?.throwIfAborted();
    const { stdout = "", stderr = "", timedOut, failed, code } = result;
    if (code === "ENOENT" || code === "EACCES") throw missing(program, result);
    if (timedOut) throw refused(commandLine(args), `it did not end within ${timeoutMs / 1000} s; ${stderr.trim()}`);
    const words = withoutCacheErrors(stderr);
    return { stdout, stderr: words, refusal: failed ? refused(commandLine(args), words.trim()) : null };
  };
  const run: Kubectl["run"] = async (args, callOptions) => {
    const { stdout, refusal } = await ask(args, callOptions);
    if (refusal !== null) throw refusal;
    return stdout;
  };
  return {
    namespace,
    ask,
    run,
    async json(args, schema, callOptions) {
      const text = await run([...args, "-o", "json"], callOptions);
      try {
        return schema.parse(JSON.parse(text));
      } catch (error) {
        throw refused(commandLine([...args, "-o", "json"]), `its answer is not what was expected: ${String(error)}`);
      }
    },
    spawn: (args) => spawnGuarded(program, whole(args)),
    in: (other) => createKubectl({ ...options, namespace: other }),
    commandLine,
  };
}

function refused(command: string, words: string): WaRoutingError {
  return new WaRoutingError(`${command} failed: ${words || "it gave no reason"}`, {
    code: "KUBECTL_FAILED",
    field: "kubectl",
    value: words,
    expected: "kubectl to reach the cluster, and to be allowed what it was asked for",
  });
}

function missing(program: string, cause: unknown): WaRoutingError {
  return new WaRoutingError(`there is no program ${program} on this machine`, {
    code: "PROGRAM_MISSING",
    field: program,
    expected: "kubectl on the PATH",
    remedy: "install it: https://kubernetes.io/docs/tasks/tools/",
    cause,
  });
}

// Said beside the answer when a part of the API that is not needed is away, such as metrics.k8s.io.
function withoutCacheErrors(stderr: string): string {
  return stderr.replace(/^[EWI]\d{4} \S+ +\d+ memcache\.go:\d+\] .*\n/gm, "");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
