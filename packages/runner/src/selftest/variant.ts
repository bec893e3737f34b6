import type { EmbeddedOptions } from "@wa-routing/environments";
import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters, WaRoutingError } from "@wa-routing/protocol";
import { LOG_FORMATS, QUEUE_DISCIPLINES, type QueueDiscipline } from "@wa-routing/simulator";

/** One way in which a healthy router may be built. */
export interface Variant {
  readonly discipline: QueueDiscipline;
  readonly log: (typeof LOGS)[number];
  /** Whether it computes with parameters of its own, which are declared. */
  readonly parameters: "fork" | "declared";
  /** Whether lines of one header name reach it as one. */
  readonly headers: "apart" | "joined";
}

const LOGS = [...LOG_FORMATS, "none"] as const;
const PARAMETERS = ["fork", "declared"] as const;
const HEADERS = ["apart", "joined"] as const;

/** Built as the simulator is, where nothing is said. */
export const OUR_VARIANT: Variant = {
  discipline: "lazy-max-min-heap",
  log: "zap-json",
  parameters: "fork",
  headers: "apart",
};

/** Other weights, caps and smoothing than the fork's, under which every scenario still shows what it claims. */
const DECLARED: RouterParameters = {
  ...DEFAULT_ROUTER_PARAMETERS,
  waitWeight: 0.5,
  criticalityWeight: 0.35,
  rateWeight: 0.25,
  maxWaitSeconds: 50,
  maxRatePerSecond: 80,
  emaAlpha: 0.15,
};

/** Every combination but ours. */
export function allVariants(): Variant[] {
  return QUEUE_DISCIPLINES.flatMap((discipline) =>
    LOGS.flatMap((log) =>
      PARAMETERS.flatMap((parameters) => HEADERS.map((headers) => ({ discipline, log, parameters, headers }))),
    ),
  ).filter((variant) => variantName(variant) !== variantName(OUR_VARIANT));
}

/** So many of them that each two values of two traits are met in one: each discipline with each log, and the rest dealt out. */
export function pairwiseVariants(): Variant[] {
  return allVariants().filter(({ discipline, log, parameters, headers }) => {
    const [row, column] = [QUEUE_DISCIPLINES.indexOf(discipline), LOGS.indexOf(log)];
    const dealt = { parameters: PARAMETERS[(row + column) % 2], headers: HEADERS[(row + (column >> 1)) % 2] };
    return parameters === dealt.parameters && headers === dealt.headers;
  });
}

/** Its four traits in short words, for a table's columns. */
export function variantTraits({ discipline, log, parameters, headers }: Variant): [string, string, string, string] {
  const queues = { "lazy-max-min-heap": "max-min", "lazy-binary-heap": "binary", sorted: "sorted" } as const;
  return [queues[discipline], log === "zap-json" ? "json" : log, parameters, headers];
}

/** Its four traits as one word, for a folder's name. */
export function variantName(variant: Variant): string {
  return variantTraits(variant).join("-");
}

/**
 * The variant that a name names.
 *
 * @param field What the error calls the option.
 * @throws WaRoutingError `OPTION_INVALID`.
 */
export function readVariant(name: string, { field }: { readonly field: string }): Variant {
  const found = allVariants().find((variant) => variantName(variant) === name);
  if (found !== undefined) return found;
  throw new WaRoutingError(`there is no variant ${JSON.stringify(name)}`, {
    code: "OPTION_INVALID",
    field,
    value: name,
    expected: `queue, log, weights and headers with hyphens between: ${TRAIT_NAMES}; all but ${variantName(OUR_VARIANT)}`,
  });
}

const TRAIT_NAMES = "max-min, binary or sorted; json, logfmt, seed or none; fork or declared; apart or joined";

/** What the embedded gateway is started with, to be built so. */
export function variantOptions({ discipline, log, parameters, headers }: Variant): EmbeddedOptions {
  return {
    discipline,
    logFormat: log,
    joinHeaders: headers === "joined",
    ...(parameters === "declared" ? { parameters: DECLARED } : {}),
  };
}
