import type { RouterParameters } from "@wa-routing/protocol";

/** Who goes first in a picker's queue, and the plugin that says so. */
export const ORDERING_PLUGINS = {
  "workload-aware": "workload-aware-ordering-policy",
  fcfs: "fcfs-ordering-policy",
  "slo-deadline": "slo-deadline-ordering-policy",
} as const;

export type EppOrdering = keyof typeof ORDERING_PLUGINS;

/** What the configuration of a picker is made for. */
export interface EppConfigFor {
  readonly ordering: EppOrdering;
  /** Path of the list of model servers, in the format of llm-d-router's file-discovery. */
  readonly endpointsFile: string;
  /** What it is to compute with; undefined: its defaults. */
  readonly parameters: RouterParameters | undefined;
}

/** A kind of endpoint picker, as something that can be started: everything in which the kinds differ. */
export interface EppFlavour {
  /** What `--epp` calls it. */
  readonly flavour: "reference" | "llm-d-router" | "fork";
  /** What messages and the record call it. */
  readonly title: string;
  /** Names its program, where `--epp-bin` does not. */
  readonly variable: string;
  /** The orderings that it has, the default first. */
  readonly orderings: readonly [EppOrdering, ...EppOrdering[]];
  /** Why it has no others. */
  readonly orderingsBecause: string;
  /**
   * How it learns of the model servers: `endpoints-flag`, a list that a flag names; `file-discovery`, a list that its
   * configuration names; `kubernetes-api`, an API of ours that it reads as if it ran in a cluster.
   */
  readonly discovery: "endpoints-flag" | "file-discovery" | "kubernetes-api";
  /**
   * Where its score's weights come from: `configured`, the configuration that we write or are given; `built-in`, constants, unless
   * a configuration of its own names them; `none`, it computes no score unless a configuration of its own brings one.
   */
  readonly score: "configured" | "built-in" | "none";
  /** What tells it from the others where somebody else has started it. */
  readonly signs: EppSigns;
  /** Its flags, beside those that all pickers have (ports, configuration) and those of its discovery. */
  flags(logVerbosity: number): readonly string[];
  config(what: EppConfigFor): object;
  /**
   * Finds its program.
   *
   * @throws WaRoutingError `PROGRAM_MISSING` with what gets one, or `OPTION_INVALID` for one that was named and is not there.
   */
  find(named: string | undefined, env?: NodeJS.ProcessEnv): Promise<EppSource>;
}

/** By what a kind of endpoint picker is recognised: each of these is of this kind alone. */
export interface EppSigns {
  /** In what it writes when it starts, in whatever form. */
  readonly words: RegExp;
  /** A flag that the others do not know; null: there is none. */
  readonly flag: string | null;
  /** The usual name of its image; null: it has none of its own. */
  readonly image: RegExp | null;
}

/** Where a picker comes from. */
export type EppSource =
  | { readonly source: "program"; readonly path: string }
  /** A checkout without the program, and with Go: it can be built. */
  | { readonly source: "build"; readonly path: string; readonly module: string };
