import type { EppFlavour } from "./epp-flavour.ts";

type Name = EppFlavour["flavour"];

// How a picker of another kind refuses what is written for this one, and of which kinds it may be.
const SIGNS: readonly (readonly [words: RegExp, says: string, kinds: readonly Name[]])[] = [
  [/unknown flag:? (\S+)/i, "it does not know the flag", ["reference", "llm-d-router", "fork"]],
  [/Kubernetes rest config|in-cluster config/i, "it wants a Kubernetes API", ["fork"]],
  [
    /not registered|unknown plugin type/i,
    "it lacks a plugin of the configuration",
    ["llm-d-router", "reference", "fork"],
  ],
];

/** What is to be done about a picker that did not start because it is of another kind than `--epp` says; null: it does not look so. */
export function mistakenFlavour(flavour: Name, lastWords: string): string | null {
  const sign = SIGNS.find(([words]) => words.test(lastWords));
  if (sign === undefined) return null;
  const [, says, kinds] = sign;
  const others = kinds.filter((kind) => kind !== flavour).map((kind) => `--epp ${kind}`);
  return others.length === 0
    ? null
    : `${says}: it may be no picker of the kind --epp ${flavour}; try the same program with ${others.join(" or ")}`;
}
