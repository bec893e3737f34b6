import type { StandingGateway } from "@wa-routing/environments";
import {
  DISTURBING_VERBOSITY,
  type GatewayDescription,
  QUIET_VERBOSITY,
  type RouterParameters,
  WaRoutingError,
} from "@wa-routing/protocol";
import { askedGateway } from "./asked-gateway.ts";
import { EPP_ORDERINGS } from "./epp-names.ts";
import {
  type ChosenGateway,
  chosenGateway,
  hostOf,
  parametersOf,
  type StartGateway,
  startOf,
} from "./gateway-choice.ts";
import type { GatewayChoice } from "./gateway-options.ts";
import { type Hold, readHold } from "./hold.ts";

/** A gateway as a person writes it, where the ordering may be several. */
export interface OrderingChoice extends Omit<GatewayChoice, "ordering"> {
  readonly ordering?: readonly string[];
}

/** A gateway that can be started, and the ordering that was asked of it; null: none was. */
export interface OrderedGateway {
  readonly ordering: string | null;
  /** What it computes with, where that was declared or its configuration says so. */
  readonly parameters: RouterParameters | undefined;
  /** What is known of it before it has started. */
  readonly asked: GatewayDescription;
  readonly startGateway: StartGateway;
  /** The same with a quiet log, where the one that was asked for disturbs: a run in two passes begins with it. */
  readonly startQuietGateway: StartGateway | null;
  /** Whether what outlives its starts stays up for a while, so that it can be looked at; null: it does not. */
  readonly hold: Hold | null;
  /** What outlives its starts, as it is now; null: there is nothing. */
  standing(): StandingGateway | null;
  /** Ends what outlives each of its starts: a cluster. `hasty`: there is no time to wait until it is gone. */
  end(hasty: boolean): Promise<void>;
}

/**
 * The gateways that options ask for, one for each ordering that they name.
 *
 * @throws WaRoutingError as {@link chooseGateway}, and for an ordering that is unknown or named twice.
 */
export function chooseOrderings({ ordering = [], ...rest }: OrderingChoice): readonly OrderedGateway[] {
  const choices: GatewayChoice[] =
    ordering.length === 0 ? [rest] : known(ordering).map((name) => ({ ...rest, ordering: name }));
  const disturbs = (rest.logVerbosity ?? 0) >= DISTURBING_VERBOSITY;
  if (disturbs && choices.length > 1) {
    throw new WaRoutingError(`several orderings cannot be combined with --log-verbosity ${rest.logVerbosity}`, {
      code: "OPTION_INVALID",
      field: "--log-verbosity",
      value: String(rest.logVerbosity),
      expected: "2 or 3: from 4 on each ordering needs two passes",
      remedy: "compare the orderings with a quiet log, and run them by themselves with a verbose one",
    });
  }
  const hold = rest.hold === undefined ? null : readHold(rest.hold);
  const all = choices.map((choice) => ({ choice, chosen: chosenGateway(choice) }));
  const host = all[0] === undefined ? null : hostOf(all[0].chosen);
  return all.map(({ choice, chosen }) => {
    const quiet = quietGateway(choice, disturbs);
    return {
      ordering: choice.ordering ?? null,
      parameters: parametersOf(chosen),
      asked: askedGateway(chosen),
      startGateway: startOf(chosen, host),
      startQuietGateway: quiet === null ? null : startOf(quiet, host),
      hold,
      standing: () => (host?.of === "kind" ? host.standing() : null),
      end: async (hasty) => await host?.end(hasty),
    };
  });
}

/** One that is changed for the run is changed for each of its passes. */
function quietGateway(choice: GatewayChoice, disturbs: boolean): ChosenGateway | null {
  if (choice.adapt === true) return chosenGateway(choice, "quiet");
  return disturbs ? chosenGateway({ ...choice, logVerbosity: QUIET_VERBOSITY }) : null;
}

function known(names: readonly string[]): NonNullable<GatewayChoice["ordering"]>[] {
  return names.map((name, index) => {
    const found = EPP_ORDERINGS.find((candidate) => candidate === name);
    const twice = names.indexOf(name) !== index;
    if (found !== undefined && !twice) return found;
    throw new WaRoutingError(
      twice ? `--ordering names ${name} twice` : `--ordering: there is no ${JSON.stringify(name)}`,
      {
        code: "OPTION_INVALID",
        field: "--ordering",
        value: names.join(","),
        expected: `${EPP_ORDERINGS.join(", ")}: one, or several with commas between, each once`,
      },
    );
  });
}
