import { connectGateway } from "../connect-gateway.ts";
import { endsWith } from "../ends-once.ts";
import type { RunningGateway } from "../running-gateway.ts";
import { forwardedAddresses, type GivenAddresses } from "./forwarded-addresses.ts";
import type { FoundGateway } from "./found-gateway.ts";
import { lacksOf } from "./gateway-lacks.ts";
import { createKubectl, type KubectlOptions } from "./kubectl.ts";
import { readingAt } from "./pod-log-source.ts";
import { seePods, watchPodsSeen } from "./pods-seen.ts";
import type { PortForward } from "./port-forward.ts";
import { recognisedRouter, recordOf } from "./recognised-router.ts";
import { recoveryOf } from "./recovery.ts";
import { untilGatewayAnswers } from "./until-answered.ts";
import { untilFound } from "./until-found.ts";

/** A new pod of the picker needs a dozen seconds until it is ready, and more on a busy node. */
const RECOVERY_MS = 60_000;

/** A gateway that was found, and where. */
export interface FoundIn {
  readonly cluster: KubectlOptions & { readonly context: string };
  readonly found: FoundGateway;
  /** What was changed in it for the run, in words. */
  readonly adapted?: string;
}

/**
 * Connects to a gateway that was found: what is not given by address is forwarded to this host, for as long as it is connected.
 *
 * @throws WaRoutingError as `connectGateway`; `ENVIRONMENT_NOT_STARTED` for a forward that does not come about.
 */
export async function connectFound(
  { cluster, found, adapted }: FoundIn,
  given: GivenAddresses,
  signal?: AbortSignal,
): Promise<RunningGateway> {
  const kubectl = createKubectl(cluster);
  const forwards: PortForward[] = [];
  const end = async () => void (await Promise.all(forwards.map((forward) => forward[Symbol.asyncDispose]())));
  try {
    const addresses = await forwardedAddresses(kubectl, given, found, forwards, signal);
    const { router } = found;
    const recognised = router === null ? null : await recognisedRouter(kubectl, router, signal);
    const gateway = await connectGateway(
      {
        ...addresses,
        ...(router === null || given.routerLog !== undefined
          ? {}
          : {
              routerLog: {
                source: "pod",
                cluster,
                ...{ selector: router.selector, container: router.container },
                reading: readingAt(router.verbosity),
              } as const,
            }),
        router: {
          ...recordOfFound(cluster, found),
          ...(recognised === null ? {} : recordOf(recognised)),
          ...(adapted === undefined ? {} : { adapted }),
          ...(addresses.oneConnection === true ? { connection: "one, by HTTP/2" } : {}),
          ...given.router,
        },
      },
      signal,
    );
    const lacks = [...lacksOf(found, { gate: gateway.description.gate, isAdapted: adapted !== undefined })];
    const seen = await seePods(kubectl, watchedPods(found), signal);
    const recovered = recoveryOf({
      seen,
      whole: async (now) => void (await untilFound(kubectl, given.gatewayUrl, { wholeMs: RECOVERY_MS }, now)),
      answered: async (now, deadlineMs) => await untilGatewayAnswers(gateway, given, now, deadlineMs),
    });
    return {
      ...gateway,
      description: { ...gateway.description, ...(lacks.length === 0 ? {} : { lacks }) },
      watch: async (observer) => await watchPodsSeen(seen, gateway.watch, observer),
      recovered,
      failure: () => gateway.failure() ?? forwards.map((each) => each.failure()).find((text) => text !== null) ?? null,
      ...endsWith(gateway, end),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

function watchedPods({ router, envoy, modelServers }: FoundGateway) {
  const watched = [
    { part: router, witness: "router-log" },
    { part: envoy, witness: "requests" },
    { part: modelServers, witness: "arrivals" },
  ] as const;
  return watched.flatMap(({ part, witness }) => (part === null ? [] : [{ selector: part.selector, witness }]));
}

function recordOfFound(
  { context, namespace }: FoundIn["cluster"],
  { pool, router, envoy, modelServers }: FoundGateway,
): Record<string, string> {
  return {
    ...{ namespace, context },
    ...(pool === null ? {} : { pool }),
    ...(router === null ? {} : { image: router.image, verbosity: String(router.verbosity) }),
    ...(envoy === null ? {} : { envoy: envoy.image }),
    ...(modelServers === null ? {} : { modelServer: modelServers.image }),
  };
}
