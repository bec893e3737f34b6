import type { RunningGateway } from "@wa-routing/environments";
import { DISTURBING_VERBOSITY, WaRoutingError } from "@wa-routing/protocol";
import { SIMULATOR_ORDERINGS } from "@wa-routing/simulator";
import { EPP_ORDERINGS } from "./epp-names.ts";
import { chooseGateway, type GatewayChoice } from "./gateway-choice.ts";

/** A gateway as a person writes it, where the ordering may be several. */
export interface OrderingChoice extends Omit<GatewayChoice, "ordering" | "policy"> {
  readonly ordering?: readonly string[];
  readonly policy?: readonly string[];
}

/** A gateway that can be started, and the ordering that was asked of it; null: none was. */
export interface OrderedGateway {
  readonly ordering: string | null;
  readonly startGateway: () => Promise<RunningGateway>;
  /** The same with a quiet log, where the one that was asked for disturbs: a run in two passes begins with it. */
  readonly startQuietGateway: (() => Promise<RunningGateway>) | null;
}

/**
 * The gateways that options ask for, one for each ordering that they name.
 *
 * @throws WaRoutingError `OPTION_MISSING` or `OPTION_INVALID`, also for an ordering that is unknown or named twice.
 */
export function chooseOrderings({ ordering = [], policy = [], ...rest }: OrderingChoice): readonly OrderedGateway[] {
  const orderings = known("--ordering", ordering, EPP_ORDERINGS);
  const policies = known("--policy", policy, SIMULATOR_ORDERINGS);
  // One of the two belongs to another environment: chooseGateway says which.
  const [foreign] = orderings.length > 0 ? policies : [];
  const choices: GatewayChoice[] = [
    ...orderings.map((name) => ({ ...rest, ordering: name, ...(foreign === undefined ? {} : { policy: foreign }) })),
    ...(orderings.length > 0 ? [] : policies.map((name) => ({ ...rest, policy: name }))),
  ];
  const disturbs = (rest.logVerbosity ?? 0) >= DISTURBING_VERBOSITY;
  if (disturbs && choices.length > 1) {
    throw new WaRoutingError(`several orderings beside --log-verbosity ${rest.logVerbosity}`, {
      code: "OPTION_INVALID",
      field: "--log-verbosity",
      value: String(rest.logVerbosity),
      expected: "2 or 3: from 4 on each ordering needs two passes",
      remedy: "compare the orderings with a quiet log, and run them by themselves with a verbose one",
    });
  }
  return (choices.length > 0 ? choices : [rest]).map((choice: GatewayChoice) => ({
    ordering: choice.ordering ?? choice.policy ?? null,
    startGateway: chooseGateway(choice),
    startQuietGateway: disturbs ? chooseGateway({ ...choice, logVerbosity: QUIET_VERBOSITY }) : null,
  }));
}

const QUIET_VERBOSITY = 2;

function known<Name extends string>(field: string, names: readonly string[], all: readonly Name[]): readonly Name[] {
  return names.map((name, index) => {
    const found = all.find((candidate) => candidate === name);
    const twice = names.indexOf(name) !== index;
    if (found !== undefined && !twice) return found;
    throw new WaRoutingError(twice ? `${field} names ${name} twice` : `${field}: there is no ${JSON.stringify(name)}`, {
      code: "OPTION_INVALID",
      field,
      value: names.join(","),
      expected: `${all.join(", ")}: one, or several with commas between, each once`,
    });
  });
}
