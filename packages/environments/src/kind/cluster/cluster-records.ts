import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type ClusterRecord, clusterRecordSchema } from "@wa-routing/protocol";

/** Where the clusters of this user are recorded. */
export function clusterFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "wa-routing", "clusters");
}

/** Where the kubeconfig of a cluster goes, whether we make it or only use it. */
export function kubeconfigOf(name: string): string {
  return join(clusterFolder(), `${name}.kubeconfig`);
}

/** Makes the folder, which is nobody else's to read. */
export function makeClusterFolder(): void {
  mkdirSync(clusterFolder(), { recursive: true, mode: 0o700 });
}

/** Writes down a cluster before it is made: whole or not at all, for whoever reads beside us. */
export function recordCluster(record: ClusterRecord): void {
  makeClusterFolder();
  const file = recordFile(record.name);
  writeFileSync(`${file}.tmp`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}

/** Forgets a cluster that is gone, and its kubeconfig. */
export function forgetCluster({ name, kubeconfig }: Pick<ClusterRecord, "name" | "kubeconfig">): void {
  rmSync(recordFile(name), { force: true });
  rmSync(kubeconfig, { force: true });
}

/** Every cluster that is recorded, and the files that cannot be understood. */
export function recordedClusters(): { readonly records: ClusterRecord[]; readonly unreadable: string[] } {
  const records: ClusterRecord[] = [];
  const unreadable: string[] = [];
  for (const name of namesIn(clusterFolder()).filter((each) => each.endsWith(".json"))) {
    const file = join(clusterFolder(), name);
    try {
      records.push(clusterRecordSchema.parse(JSON.parse(readFileSync(file, "utf8"))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") unreadable.push(file);
    }
  }
  return { records, unreadable };
}

/** Where a cluster of this name is recorded. */
export function recordFile(name: string): string {
  return join(clusterFolder(), `${name}.json`);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // No cluster was ever made here.
  }
}
