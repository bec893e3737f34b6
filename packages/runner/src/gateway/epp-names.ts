import type { ClusterReuse, EppFlavourName, EppOrdering } from "@wa-routing/environments";

// As lists of their own: the command line prints them without loading the environments.
/** Endpoint pickers that `--epp` can name. */
export const EPP_FLAVOURS = ["reference", "llm-d-router", "fork"] as const satisfies readonly EppFlavourName[];

/** Orderings that `--ordering` can name; each picker has some of them. */
export const EPP_ORDERINGS = ["workload-aware", "fcfs", "slo-deadline"] as const satisfies readonly EppOrdering[];

/** What `--reuse` can say of a cluster that is there already. */
export const CLUSTER_REUSES = ["never", "if-exists", "require"] as const satisfies readonly ClusterReuse[];
