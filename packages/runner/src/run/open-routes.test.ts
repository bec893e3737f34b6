import type { RunningGateway } from "@wa-routing/environments";
import type { Route } from "@wa-routing/protocol";
import { findScenario } from "@wa-routing/scenarios";
import { expect, test } from "vitest";
import { openRoutes } from "./open-routes.ts";

/** A gateway with routes that tell when they are opened and closed. */
function gatewayWith(
  routes: readonly Route[],
  { broken = null as Route | null, refused = null as Route | null, stuck = null as Route | null } = {},
) {
  const told: string[] = [];
  const entries = routes.map((route) => [
    route,
    () => {
      told.push(`open ${route}`);
      if (route === refused) return Promise.reject(new Error("no port"));
      return Promise.resolve({
        address: { url: `http://${route}` },
        artifacts: route === "fcfs" ? [{ name: "envoy.log", path: "/made/envoy.log" }] : [],
        failure: () => (route === broken ? "Envoy ended (SIGKILL)" : null),
        async [Symbol.asyncDispose]() {
          if (route === stuck) throw new Error("it does not end");
          told.push(`close ${route}`);
        },
      });
    },
  ]);
  return { gateway: { routes: Object.fromEntries(entries) } as RunningGateway, told };
}

const overhead = findScenario("overhead");

test("only what a scenario sends by is opened, and it is closed again", async () => {
  const { gateway, told } = gatewayWith(["direct", "fcfs"]);
  await using none = await openRoutes(gateway, findScenario("basic-priority"));
  expect([...none.addresses]).toEqual([]);
  const routes = await openRoutes(gateway, overhead);
  expect(new Map(routes.addresses)).toEqual(
    new Map([
      ["direct", { url: "http://direct" }],
      ["fcfs", { url: "http://fcfs" }],
    ]),
  );
  expect(routes.artifacts).toEqual([{ name: "fcfs-envoy.log", path: "/made/envoy.log" }]);
  expect(routes.failure()).toBeNull();
  await routes[Symbol.asyncDispose]();
  expect(told.toSorted()).toEqual(["close direct", "close fcfs", "open direct", "open fcfs"]);
});

test("a route that the gateway does not have is not there", async () => {
  const { gateway } = gatewayWith(["direct"]);
  await using routes = await openRoutes(gateway, overhead);
  expect([...routes.addresses.keys()]).toEqual(["direct"]);
});

test("what broke a route is told with its name", async () => {
  const { gateway } = gatewayWith(["direct", "fcfs"], { broken: "fcfs" });
  await using routes = await openRoutes(gateway, overhead);
  expect(routes.failure()).toBe("on the route fcfs, Envoy ended (SIGKILL)");
});

test("when one does not open, the others are closed", async () => {
  const { gateway, told } = gatewayWith(["direct", "fcfs"], { refused: "direct" });
  await expect(openRoutes(gateway, overhead)).rejects.toThrow("no port");
  expect(told).toEqual(["open fcfs", "open direct", "close fcfs"]);
});

test.each(["direct", "fcfs"] as const)(
  "when %s does not close, the other one does, and that is told",
  async (stuck) => {
    const { gateway, told } = gatewayWith(["direct", "fcfs"], { stuck });
    const routes = await openRoutes(gateway, overhead);
    await expect(routes[Symbol.asyncDispose]()).rejects.toThrow("it does not end");
    expect(told.slice(2)).toEqual([`close ${stuck === "direct" ? "fcfs" : "direct"}`]);
  },
);
