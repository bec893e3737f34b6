import { type EppOrdering, ORDERING_PLUGINS } from "../standalone/flavour/epp-flavour.ts";
import { type EppFlavourName, eppFlavours } from "../standalone/flavour/epp-flavours.ts";
import { hasFlag } from "./container-flags.ts";
import { readIdentity } from "./deployment-identity.ts";
import type { FoundRouter } from "./found-gateway.ts";
import type { Kubectl } from "./kubectl.ts";

/** What kind of endpoint picker a router is; null: nothing says so. */
export interface RecognisedRouter {
  readonly flavour: EppFlavourName | null;
  readonly version: string | null;
  /** How its queue is ordered. */
  readonly ordering: EppOrdering | null;
}

/** Its first words are of some ten KiB; a log that was rotated does not begin with them, and is not read in vain. */
const FIRST_BYTES = 64 * 1024;

/** Recognises a router by the first words of its log, its arguments and its image. A log that cannot be read says nothing. */
export async function recognisedRouter(
  kubectl: Kubectl,
  router: FoundRouter,
  signal?: AbortSignal,
): Promise<RecognisedRouter> {
  const [first] = await readIdentity(kubectl, router.selector, signal);
  if (first === undefined) return recognise(router, "");
  const args = ["logs", first.pod, "--container", router.container, `--limit-bytes=${FIRST_BYTES}`];
  const { stdout, refusal } = await kubectl.ask(args, { signal });
  return recognise(router, refusal === null ? stdout : "");
}

/** What a router is, by how it was called and what it said first: its own words go before its flags, and these before a name. */
export function recognise({ words, image }: Pick<FoundRouter, "words" | "image">, log: string): RecognisedRouter {
  const all = Object.values(eppFlavours);
  const found =
    all.find(({ signs }) => signs.words.test(log)) ??
    all.find(({ signs }) => signs.flag !== null && hasFlag(words, signs.flag)) ??
    all.find(({ signs }) => signs.image?.test(image));
  return {
    flavour: found?.flavour ?? null,
    version: buildIn(log) ?? tagOf(image),
    ordering: found === undefined ? null : orderingOf(found.orderings, log),
  };
}

/** A recognised router as a run's record names it. */
export function recordOf({ flavour, version, ordering }: RecognisedRouter): Record<string, string> {
  return {
    ...(flavour === null ? {} : { name: eppFlavours[flavour].title, flavour }),
    ...(version === null ? {} : { version }),
    ...(ordering === null ? {} : { ordering }),
  };
}

/** What upstream's pickers, and those made of them, say of their build. */
function buildIn(log: string): string | null {
  const [, build] = /build-ref"?[:=]\s*"?([\w.+-]+)/.exec(log) ?? /commit-sha"?[:=]\s*"?(\w+)/.exec(log) ?? [];
  return build ?? null;
}

function tagOf(image: string): string | null {
  return /:([\w.-]+)$/.exec(image.replace(/@.*/, "").replace(/.*\//, ""))?.[1] ?? null;
}

/** One that has a single ordering has that; of the others, their configuration says it, which they print: for all bands alike, or not at all. */
function orderingOf(orderings: readonly EppOrdering[], log: string): EppOrdering | null {
  const [only, second] = orderings;
  if (only !== undefined && second === undefined) return only;
  const named = new Set([...log.matchAll(/OrderingPolicyRef: ([\w-]+)/g)].map(([, plugin]) => plugin));
  return orderings.find((ordering) => named.size === 1 && named.has(ORDERING_PLUGINS[ordering])) ?? null;
}
