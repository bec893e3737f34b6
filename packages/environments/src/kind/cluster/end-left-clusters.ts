import { presenceOf } from "../../process/process-identity.ts";
import { recordedClusters } from "./cluster-records.ts";
import { type Deletion, deleteCluster } from "./delete-cluster.ts";

/** A cluster whose owner has ended, and what was done about it. */
export interface LeftCluster {
  readonly name: string;
  /** `left`: it could not be deleted, or its record not be understood. */
  readonly outcome: Deletion | "left";
  /** All that as a sentence. */
  readonly text: string;
}

/**
 * Deletes the clusters that owners left behind who were killed; with `kept` also those that were to stay. Only what is provably
 * ours is deleted.
 */
export async function endLeftClusters({ kept }: { readonly kept: boolean }): Promise<LeftCluster[]> {
  const { records, unreadable } = recordedClusters();
  const left: LeftCluster[] = unreadable.map((name) => ({
    ...{ name, outcome: "left", text: `${name} is left as it is: it cannot be understood` },
  }));
  for (const record of records) {
    const { name, owner, keep } = record;
    const presence = presenceOf(owner);
    // Of an owner in another boot or container nothing is known: only whoever asks for it deletes what was its.
    if (presence === "running" || (!kept && (keep || presence === "unknown"))) continue;
    try {
      const outcome = await deleteCluster(record);
      left.push({ name, outcome, text: `the kind cluster ${name} ${WORDS[outcome]}` });
    } catch (error) {
      left.push({ name, outcome: "left", text: `${(error as Error).message} (made by process ${owner.pid})` });
    }
  }
  return left;
}

const WORDS: Readonly<Record<Deletion, string>> = {
  deleted: "was deleted, which we had made",
  gone: "was gone already",
  foreign: "is left as it is: it is not the one that we made",
};
