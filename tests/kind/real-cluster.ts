import { join } from "node:path";
import { kubeconfigOf } from "@wa-routing/environments";
import { execa } from "execa";
import { afterAll, expect } from "vitest";
import { type CommandOptions, type Finished, startCommand, temporaryFolder } from "../command.ts";
import { notRun } from "../not-run.ts";

/** Why no kind cluster can be made here, printed once; null: one can. */
export const missingForKind = await reasonToSkip();

async function reasonToSkip(): Promise<string | null> {
  const calls = [
    ["docker", "info"],
    ["kind", "version"],
    ["kubectl", "version", "--client"],
  ] as const;
  for (const [program, ...args] of calls) {
    const { failed, shortMessage } = await execa(program, args, { reject: false });
    if (!failed) continue;
    const reason = `a kind cluster cannot be made here: ${shortMessage}`;
    notRun(expect.getState().testPath ?? "tests in a real cluster", reason);
    return reason;
  }
  return null;
}

/** The kind clusters of this host. */
export async function clustersHere(): Promise<string[]> {
  const { stdout } = await execa("kind", ["get", "clusters"]);
  return stdout.split("\n").filter((name) => name !== "");
}

/** A run of the command line, its folder, and how long it took. */
export interface ClusterRun extends Finished {
  readonly dir: string;
  readonly seconds: number;
}

/**
 * Runs of one test file in kind clusters. What others on this host keep is neither seen nor ended by them; at the end no cluster of
 * theirs may be left.
 *
 * @param suffix Tells the cluster of this file apart from those of others.
 */
export function clusterRuns(suffix: string) {
  const { path: folder, remove } = temporaryFolder();
  process.env.XDG_STATE_HOME = folder;
  const cluster = `wa-routing-${suffix}-${process.pid}`;
  const run = async (name: string, args: readonly string[], options: CommandOptions = {}): Promise<ClusterRun> => {
    const dir = join(folder, name);
    const startMs = performance.now();
    const finished = await startCommand(["run", "--run-dir", dir, ...args], options).finished;
    return { ...finished, dir, seconds: Math.round((performance.now() - startMs) / 1000) };
  };
  afterAll(async () => {
    if (missingForKind === null) {
      await startCommand(["down"]).finished;
      expect(await clustersHere()).not.toContain(cluster);
    }
    remove();
  }, 120_000);
  return {
    folder,
    cluster,
    run,
    /** A run of basic-priority in a cluster of its own, or in that of this file. */
    inKind: (name: string, ...args: string[]) =>
      run(name, ["--environment", "kind", "--scenario", "basic-priority", ...args]),
    kubeconfig: kubeconfigOf(cluster),
    /** What kubectl prints, asked of the cluster of this file. */
    kubectl: async (args: readonly string[], input = ""): Promise<string> => {
      const { stdout } = await execa("kubectl", ["--kubeconfig", kubeconfigOf(cluster), ...args], { input });
      return stdout;
    },
  };
}

export type ClusterRuns = ReturnType<typeof clusterRuns>;
