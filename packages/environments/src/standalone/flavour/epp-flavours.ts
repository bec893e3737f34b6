import type { EppFlavour } from "./epp-flavour.ts";
import { fork } from "./fork.ts";
import { llmDRouter } from "./llm-d-router.ts";
import { reference } from "./reference.ts";

/** The endpoint pickers that the standalone gateway can be made of, by what `--epp` calls them. */
export const eppFlavours = { reference, "llm-d-router": llmDRouter, fork } as const satisfies {
  readonly [Flavour in EppFlavour["flavour"]]: EppFlavour & { readonly flavour: Flavour };
};

export type EppFlavourName = keyof typeof eppFlavours;
