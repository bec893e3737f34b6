import type { GatewayDescription } from "@wa-routing/protocol";

/** What advice depends on: whose gateway it is, and what it was asked to log. */
export interface Situation {
  readonly environment: GatewayDescription["environment"];
  /** The endpoint picker, where we started it: `reference` is ours. Null: unknown. */
  readonly flavour: string | null;
  /** How it was asked to order; null: unknown. */
  readonly ordering: string | null;
  /** The router's -v, where it is known. */
  readonly verbosity: number | null;
}

/** The situation of a run against a described gateway. */
export function situationOf({ environment, router }: GatewayDescription): Situation {
  const { flavour = null, ordering = null, verbosity } = router;
  return {
    environment,
    flavour,
    ordering,
    verbosity: verbosity !== undefined && /^\d+$/.test(verbosity) ? Number(verbosity) : null,
  };
}

/** Whether we started the router, follow its log from its first line, and know every address. */
export function isStartedByUs({ environment }: Situation): boolean {
  return environment === "embedded" || environment === "standalone" || environment === "kind";
}

/** Whether the router is one that we wrote: it has to write every log point. */
export function isOurRouter({ environment, flavour }: Situation): boolean {
  return environment === "embedded" || flavour === "reference";
}
