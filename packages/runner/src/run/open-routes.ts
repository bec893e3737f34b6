import type { Address } from "@wa-routing/client";
import type { Artifact, OpenRoute, RunningGateway } from "@wa-routing/environments";
import type { Route, Scenario } from "@wa-routing/protocol";

/** The routes beside the gateway that are open for one scenario. */
export interface OpenRoutes extends AsyncDisposable {
  readonly addresses: ReadonlyMap<Route, Address>;
  /** What is worth keeping of them, named by route: `fcfs-envoy.log`. Lies there until they are closed. */
  readonly artifacts: readonly Artifact[];
  /** What broke one of them, once something has. */
  failure(): string | null;
}

/** Opens the routes that workloads of a scenario take, as far as the gateway has them. */
export async function openRoutes(
  { routes }: RunningGateway,
  { workloads }: Scenario,
  signal?: AbortSignal,
): Promise<OpenRoutes> {
  const open = new Map<Route, OpenRoute>();
  const closeAll = async () => {
    await Promise.all([...open.values()].map((route) => route[Symbol.asyncDispose]()));
  };
  try {
    for (const { route } of Object.values(workloads)) {
      const start = route === undefined ? undefined : routes[route];
      if (route !== undefined && start !== undefined && !open.has(route)) open.set(route, await start(signal));
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  return {
    addresses: new Map([...open].map(([route, { address }]) => [route, address])),
    artifacts: [...open].flatMap(([route, { artifacts }]) =>
      artifacts.map(({ name, path }) => ({ name: `${route}-${name}`, path })),
    ),
    failure() {
      const broken = [...open].map(([route, { failure }]) => [route, failure()] as const);
      const [route, failure] = broken.find(([, text]) => text !== null) ?? [];
      return failure == null ? null : `on the route ${route}, ${failure}`;
    },
    [Symbol.asyncDispose]: closeAll,
  };
}
