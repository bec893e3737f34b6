import type { ClusterRecord, ProcessIdentity } from "@wa-routing/protocol";
import { presenceOf } from "../../process/process-identity.ts";
import { recordedClusters, recordFile } from "./cluster-records.ts";
import { clusterNames, type Deletion, deleteCluster } from "./delete-cluster.ts";

/** A cluster whose owner has ended, and what was done about it. */
export interface LeftCluster {
  /** Of the cluster; of a record that cannot be understood, its path. */
  readonly name: string;
  /**
   * `left`: it is there and could not be deleted; `out-of-reach`: whether it is there could not be found out here, without kind or a
   * docker that runs, or its record not be understood.
   */
  readonly outcome: Deletion | "left" | "out-of-reach";
  /** The process that made it; null: its record cannot be understood. */
  readonly owner: ProcessIdentity | null;
  /** Whether it was made in this boot and container, to stay until it is asked for. */
  readonly isKeptHere: boolean;
  /** All that in words, without a full stop. */
  readonly text: string;
}

/**
 * Deletes the clusters that owners left behind who were killed; with `kept` also those that were to stay. Only what is provably
 * ours is deleted.
 */
export async function endLeftClusters({ kept }: { readonly kept: boolean }): Promise<LeftCluster[]> {
  const { records, unreadable } = recordedClusters();
  const left = records.filter(({ owner, keep }) => {
    const presence = presenceOf(owner);
    // Of an owner in another boot or container nothing is known: only whoever asks for it deletes what was its.
    return presence !== "running" && (kept || (!keep && presence === "gone"));
  });
  const hindrance = left.length === 0 ? null : await clusterNames().then(() => null, messageOf);
  const ended: LeftCluster[] = unreadable.map((file) => ({
    ...{ name: file, outcome: "out-of-reach", owner: null, isKeptHere: false },
    text: `the record of a kind cluster, ${file}, cannot be understood. kind get clusters lists those that there are; remove the file to forget it`,
  }));
  for (const record of left) {
    const { name, owner, keep } = record;
    const isKeptHere = keep && presenceOf(owner) === "gone";
    ended.push({ name, owner, isKeptHere, ...(await endedOrNot(record, hindrance)) });
  }
  return ended;
}

async function endedOrNot(
  record: ClusterRecord,
  hindrance: string | null,
): Promise<Pick<LeftCluster, "outcome" | "text">> {
  const { name } = record;
  if (hindrance !== null) return { outcome: "out-of-reach", text: asLeft(record, hindrance) };
  try {
    const outcome = await deleteCluster(record);
    const text =
      outcome === "foreign"
        ? `there is a kind cluster ${name} that is not the one that we made, and it is left as it is. Remove ${recordFile(name)} to forget ours`
        : `the kind cluster ${name} ${WORDS[outcome]}`;
    return { outcome, text };
  } catch (error) {
    return { outcome: "left", text: asLeft(record, messageOf(error)) };
  }
}

const WORDS: Readonly<Record<Exclude<Deletion, "foreign">, string>> = {
  deleted: "was deleted, which we had made",
  gone: "was gone already",
};

/** One that may still be there: why, and how somebody deletes it and forgets it. */
function asLeft({ name, owner }: ClusterRecord, why: string): string {
  const file = recordFile(name);
  const whose = presenceOf(owner) === "gone" ? "which has ended" : "in another boot or container";
  return `the kind cluster ${name}, made by process ${owner.pid}, ${whose}, is not deleted: ${why}. Where it still runs, delete it: kind delete cluster --name ${name}. Its record is ${file}: remove that file to forget it here`;
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}
