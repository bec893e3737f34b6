import { WaRoutingError } from "@wa-routing/protocol";
import type { ZodType } from "zod";
import { callProgram, type ProgramCall } from "../process/call-program.ts";
import { type GuardedChild, spawnGuarded } from "./guarded-child.ts";

/** For a call that does not say how long it may take. */
const PATIENCE_MS = 30_000;

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
  run(args: readonly string[], options?: ProgramCall): Promise<string>;
  /** As {@link Kubectl.run}; a refusal is an answer, too. Throws where there is no answer: no program, no end in time, aborted. */
  ask(args: readonly string[], options?: ProgramCall): Promise<Answer>;
  /** What it prints with `-o json`, parsed. */
  json<Parsed>(args: readonly string[], schema: ZodType<Parsed>, options?: ProgramCall): Promise<Parsed>;
  /** Starts what goes on, such as `logs -f`; it ends with this process, however that ends, or `lingerSeconds` after it. */
  spawn(args: readonly string[], lingerSeconds?: number): GuardedChild;
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

  const ask: Kubectl["ask"] = async (args, { timeoutMs = PATIENCE_MS, ...call } = {}) => {
    const { ok, stdout, stderr, late } = await callProgram("kubectl", whole(args), { ...call, timeoutMs }, program);
    if (late !== null) throw refused(commandLine(args), `${late}; ${stderr.trim()}`);
    const words = withoutCacheErrors(stderr);
    return { stdout, stderr: words, refusal: ok ? null : refused(commandLine(args), words.trim()) };
  };
  const run: Kubectl["run"] = async (args, call) => {
    const { stdout, refusal } = await ask(args, call);
    if (refusal !== null) throw refusal;
    return stdout;
  };
  return {
    namespace,
    ask,
    run,
    async json(args, schema, call) {
      const text = await run([...args, "-o", "json"], call);
      try {
        return schema.parse(JSON.parse(text));
      } catch (error) {
        throw refused(commandLine([...args, "-o", "json"]), `its answer is not what was expected: ${String(error)}`);
      }
    },
    spawn: (args, lingerSeconds) => spawnGuarded(program, whole(args), lingerSeconds),
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

// Said beside the answer when a part of the API that is not needed is away, such as metrics.k8s.io.
function withoutCacheErrors(stderr: string): string {
  return stderr.replace(/^[EWI]\d{4} \S+ +\d+ memcache\.go:\d+\] .*\n/gm, "");
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
