import { gateDriverSchema } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { ENVIRONMENT_KINDS } from "./environment-kind.ts";
import { GATE_DRIVERS } from "./existing-options.ts";
import { fieldOf, flagOf, type GatewayChoice, gatewayOptionRows, gatewayOptions } from "./gateway-options.ts";
import { environmentOf } from "./option-environment.ts";

test("every gate can be named", () => {
  expect(GATE_DRIVERS).toEqual(gateDriverSchema.options);
});

test("what an option needs is an option, of the same environments", () => {
  const needed = gatewayOptionRows.flatMap(([name, { needs = {} }]) =>
    Object.values(needs).flatMap((others) => others.map((other) => [name, other] as const)),
  );
  expect(needed.length).toBeGreaterThan(3);
  for (const [name, other] of needed) {
    const of = (option: string) => gatewayOptions[option as keyof typeof gatewayOptions].environments;
    expect(of(other), `${name} needs ${other}`).toEqual(of(name));
  }
});

test("an option with a single home means it; the others mean the embedded gateway", () => {
  expect(environmentOf({})).toBe("embedded");
  expect(environmentOf({ ordering: "fcfs", modelServers: 2, logVerbosity: 3 })).toBe("embedded");
  expect(environmentOf({ fault: ["requests-lost"] })).toBe("embedded");
  expect(environmentOf({ eppBin: "./epp" })).toBe("standalone");
  expect(environmentOf({ epp: "fork" })).toBe("standalone");
  expect(environmentOf({ epp: "fork", eppImage: "epp:dev" })).toBe("kind");
  expect(environmentOf({ keep: true, ordering: "fcfs" })).toBe("kind");
  expect(environmentOf({ envoyUrl: "http://127.0.0.1:9", namespace: "prod" })).toBe("existing");
  expect(environmentOf({ namespace: "prod" })).toBe("existing");
});

// Each option by itself, in each environment: it is taken where it belongs, and refused with a sentence where not.
const url = "http://127.0.0.1:9";
const cluster = "wa";
const others = {
  ...{ modelServerUrl: [url], modelServerAdminUrl: [url], routerMetricsUrl: url },
  ...{ routerLog: "x", clientCert: "x", clientKey: "x" },
  ...{ namespace: "n", adapt: true },
} as const;
test.each(
  gatewayOptionRows.flatMap(([name, { environments }]) =>
    ENVIRONMENT_KINDS.map((kind) => [name, kind, environments.includes(kind)] as const),
  ),
)("--%s in the environment %s: %s", (name, environment, belongs) => {
  const value = name === "gate" ? "sim-admin" : name === "environment" ? environment : "x";
  const needed: Partial<Record<typeof environment, GatewayChoice>> = {
    existing: { envoyUrl: url, ...others },
    kind: { cluster },
  };
  const base = needed[environment] ?? {};
  const choose = () => environmentOf({ ...base, [fieldOf(name)]: value, environment } as GatewayChoice);
  if (belongs) expect(choose()).toBe(environment);
  else expect(choose).toThrow(`${flagOf(name)} belongs to the environment`);
});

test.each([
  [{ routerMetricsToken: "s3cret" }, "--router-metrics-token-file does nothing without --router-metrics-url"],
  [{ gate: "model-server" }, "--gate model-server does nothing without --model-server-admin-url"],
  [{ gate: "sim-admin", modelServerAdminUrl: [url] }, "--gate sim-admin does nothing without --router-metrics-url"],
  [{ gate: "blockers", modelServerAdminUrl: [url] }, "--gate blockers does nothing without --model-server-url"],
  [{ context: "kind-wa" }, "--context kind-wa does nothing without --namespace"],
  [{ wait: "30m" }, "--wait 30m does nothing without --namespace"],
] as const)("%j is refused: %s", (choice, says) => {
  expect(() => environmentOf({ envoyUrl: url, ...choice })).toThrow(says);
});

test("in a namespace, what an option needs is found", () => {
  expect(environmentOf({ namespace: "prod", gate: "blockers", routerMetricsToken: "s3cret" })).toBe("existing");
});

test.each([
  [{ model: "m" }, "--model belongs to a gateway that runs already, which needs --envoy-url"],
  [{ environment: "existing" }, "--environment existing needs --envoy-url"],
  [
    { namespace: "prod", fault: ["requests-lost"] },
    "--fault belongs to the environment embedded, and --namespace to existing",
  ],
] as const)("%j is refused: %s", (choice, says) => {
  expect(() => environmentOf(choice)).toThrow(says);
});
