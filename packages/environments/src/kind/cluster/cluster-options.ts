/** What becomes of a cluster that is there already. */
export type ClusterReuse = "never" | "if-exists" | "require";

/** Which cluster a gateway is deployed into. */
export interface ClusterOptions {
  /** Its name. Default: a fresh one. */
  readonly cluster?: string;
  /**
   * Whether one of that name that somebody else made is taken: `never` (the default), it is refused; `if-exists`, else it is made;
   * `require`, it must be there. One that we did not make is never deleted.
   */
  readonly reuse?: ClusterReuse;
  /** Whether what we make stays at the end. */
  readonly keep?: boolean;
  /** The image of its node. Default: `WA_ROUTING_KIND_NODE_IMAGE`, else kind's own. */
  readonly kindNodeImage?: string;
  /** Ports of the node that are to be reached from this host. */
  readonly nodePorts: readonly number[];
}
