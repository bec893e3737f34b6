import { WaRoutingError } from "@wa-routing/protocol";
import { anyOf, type EnvironmentKind } from "./environment-kind.ts";
import type { GatewayOption } from "./gateway-option.ts";
import { fieldOf, flagOf, type GatewayChoice, type GatewayOptionName, gatewayOptionRows } from "./gateway-options.ts";

/**
 * The environment that options ask for: the one that they name, else the one that an option belongs to which has no other home,
 * else the first home of one that does nothing in the embedded one, else that one. `--namespace` alone asks for a gateway that exists, and
 * is found there.
 *
 * @throws WaRoutingError `OPTION_INVALID` for an option that would do nothing in this environment, `OPTION_MISSING` for one that
 *   would do nothing without another.
 */
export function environmentOf(choice: GatewayChoice): EnvironmentKind {
  const given = gatewayOptionRows.filter(([name]) => choice[fieldOf(name)] !== undefined);
  const homes = (count: number) => given.find(([, { environments }]) => environments.length === count);
  // Of those with several homes, those that the embedded gateway is not among mean the first of them.
  const meant = homes(1) ?? given.find(([, { environments }]) => !environments.includes("embedded"));
  const environment = choice.environment ?? meant?.[1].environments[0] ?? "embedded";
  const because = choice.environment === undefined && meant !== undefined ? flagOf(meant[0]) : null;
  for (const [name, option] of given) {
    if (!option.environments.includes(environment)) throw foreign(name, option, environment, because);
  }
  const isFound = choice.namespace !== undefined;
  if (environment === "existing" && choice.envoyUrl === undefined && !isFound) throw nowhere(choice, because);
  for (const [name, option] of given) {
    const value = String(choice[fieldOf(name)]);
    const needed = option.needs?.any ?? option.needs?.[value] ?? [];
    // In a namespace, addresses that are not given are found.
    const isThere = (other: string) => given.some(([one]) => one === other) || (isFound && ADDRESSES.has(other));
    const missing = needed.find((other) => !isThere(other));
    if (missing !== undefined) throw alone(name, option, value, [missing]);
    const { needsOneOf = [] } = option;
    if (needsOneOf.length > 0 && !needsOneOf.some(isThere)) throw alone(name, option, value, needsOneOf);
  }
  return environment;
}

function foreign(name: GatewayOptionName, option: GatewayOption, environment: EnvironmentKind, because: string | null) {
  const homes = anyOf(option.environments);
  return new WaRoutingError(
    because === null
      ? `${flagOf(name)} belongs to the environment ${homes}, not to ${environment}`
      : `${flagOf(name)} belongs to the environment ${homes}, and ${because} to ${environment}`,
    {
      code: "OPTION_INVALID",
      field: flagOf(name),
      expected: "options of one environment",
      remedy: because === null ? `leave it out, or choose ${homes}` : "leave one of them out",
    },
  );
}

/** Kinds of values that are not repeated in a message: secrets, and what says nothing. */
const UNQUOTED: ReadonlySet<GatewayOption["value"]["kind"]> = new Set(["secret", "headers", "flag"]);

function alone(
  name: GatewayOptionName,
  { value: { kind } }: GatewayOption,
  value: string,
  needed: readonly string[],
): WaRoutingError {
  const missing = needed.map((other) => `--${other}`).join(" or ");
  return new WaRoutingError(`${flagOf(name)}${UNQUOTED.has(kind) ? "" : ` ${value}`} does nothing without ${missing}`, {
    code: "OPTION_MISSING",
    field: missing,
    expected: `${missing} beside it`,
    remedy: `give ${missing}, or leave out ${flagOf(name)}`,
  });
}

/** What is found in a namespace. */
const ADDRESSES: ReadonlySet<string> = new Set(["model-server-url", "model-server-admin-url", "router-metrics-url"]);

/** What a gateway that exists is watched through, beside the address that requests are sent to. */
export const WITNESSES = ["model-server-admin-url", "router-metrics-url", "router-log"] as const;

function nowhere(choice: GatewayChoice, because: string | null): WaRoutingError {
  const missing = WITNESSES.filter((name) => choice[fieldOf(name)] === undefined).map((name) => `--${name}`);
  return new WaRoutingError(
    because === null
      ? "--environment existing needs --envoy-url"
      : `${because} belongs to a gateway that runs already, which needs --envoy-url`,
    {
      code: "OPTION_MISSING",
      field: "--envoy-url",
      expected: "the address that requests are sent to, such as --envoy-url http://127.0.0.1:8081",
      remedy:
        missing.length === 0
          ? "give it"
          : `give it; for a full checklist also ${missing.join(", ")}; or --namespace, to find them in Kubernetes`,
    },
  );
}
