import type { Scenario, Verdict } from "@wa-routing/protocol";
import { checkVisible } from "@wa-routing/scenarios";
import type { OrderedGateway } from "../gateway/ordering-choice.ts";
import { holdGateway } from "./hold-gateway.ts";
import { type OrderingsResult, runOrderings } from "./run-orderings.ts";
import { runPasses } from "./run-passes.ts";
import { type RunOptions, type RunResult, runScenarios } from "./run-scenarios.ts";

/** A run against the gateways that options ask for. */
export interface GatewaysOptions extends Omit<RunOptions, "startGateway" | "asked"> {
  readonly gateways: readonly OrderedGateway[];
  /** Before each part: an ordering, a pass; null: the run has no parts. */
  readonly onPart?: (part: string | null, scenarios: readonly Scenario[]) => void;
  /** What it came to, before anything is held up for a look. */
  readonly onResult?: (result: GatewaysResult) => void;
  /** Called when something is held up; what it returns is aborted to end that. Default: the run's own signal. */
  readonly onHold?: () => AbortSignal;
}

/** What it came to: a checklist, or, of several orderings, what tells them apart. */
export type GatewaysResult =
  | ({ readonly result: "checklist" } & RunResult)
  | ({ readonly result: "comparison" } & OrderingsResult);

/**
 * Runs scenarios against the gateway that options ask for: in one pass, or in two where its log disturbs; or against several,
 * which differ in their ordering.
 *
 * @throws WaRoutingError as `runScenarios`; `SCENARIO_INVALID`, before anything is started, for a claim that no router with the
 *   declared parameters could show.
 */
export async function runGateways(options: GatewaysOptions): Promise<GatewaysResult> {
  try {
    const result = await runEach(options).catch(async (error: unknown) => {
      const [why] = String(error instanceof Error ? error.message : error).split("\n");
      await hold(options, "fail", `The run broke (${why})`);
      throw error;
    });
    options.onResult?.(result);
    const { verdict } = result.result === "checklist" ? result.checklist : result.comparison;
    await hold(options, verdict, `The run has ended (${verdict})`);
    return result;
  } finally {
    for (const { end } of options.gateways) await end(options.signal?.aborted ?? false);
  }
}

/** Holds up what stands after a run, where that was asked for. */
async function hold({ gateways, signal, onHold }: GatewaysOptions, verdict: Verdict, because: string): Promise<void> {
  const asked = gateways.find((gateway) => gateway.hold !== null)?.hold ?? null;
  if (asked === null || signal?.aborted === true || (asked.when === "on-failure" && verdict === "pass")) return;
  const standing = gateways.map((gateway) => gateway.standing()).find((each) => each !== null) ?? null;
  if (standing === null) return;
  const ends = onHold?.() ?? signal ?? new AbortController().signal;
  await holdGateway(asked, standing, { because, signal: ends });
}

async function runEach({
  gateways,
  onPart,
  onResult: _,
  onHold: __,
  ...options
}: GatewaysOptions): Promise<GatewaysResult> {
  for (const { parameters } of gateways) {
    if (parameters === undefined) continue;
    for (const scenario of options.scenarios) checkVisible(scenario, parameters);
  }
  const [only, second] = gateways;
  if (only === undefined || second !== undefined) {
    const orderings = gateways.map(({ ordering, ...gateway }) => ({ ...gateway, ordering: ordering ?? "" }));
    const onOrdering = (ordering: string) => onPart?.(`ordering ${ordering}`, options.scenarios);
    return { result: "comparison", ...(await runOrderings({ ...options, orderings, onOrdering })) };
  }
  const { asked, startGateway, startQuietGateway } = only;
  if (startQuietGateway === null) {
    onPart?.(null, options.scenarios);
    return { result: "checklist", ...(await runScenarios({ ...options, asked, startGateway })) };
  }
  const passes = {
    ...{ asked, startGateway, startQuietGateway },
    onPass: (pass: string | null, scenarios: readonly Scenario[]) =>
      onPart?.(pass === null ? null : `${pass} pass`, scenarios),
  };
  return { result: "checklist", ...(await runPasses({ ...options, ...passes })) };
}
