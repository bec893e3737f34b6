import type { ModelServersOptions } from "../model-servers.ts";
import type { WrittenEppConfig } from "../standalone/epp-config.ts";
import type { EppFlavourName } from "../standalone/flavour/epp-flavours.ts";
import type { ClusterOptions } from "./cluster/cluster-options.ts";
import type { EppImageOptions } from "./images/named-epp-image.ts";

/** Endpoint pickers that find their model servers by an InferencePool. */
export const KIND_EPPS = ["reference", "fork"] as const satisfies readonly EppFlavourName[];

/** What a gateway in a kind cluster is made of. */
export interface KindOptions
  extends ModelServersOptions,
    WrittenEppConfig,
    EppImageOptions,
    Omit<ClusterOptions, "nodePorts"> {
  /** Whose flags and configuration the picker understands. Default: `reference`. */
  readonly epp?: (typeof KIND_EPPS)[number];
  /** A folder or a file of manifests that deploy a picker of somebody else's, in place of `epp`, `ordering` and `eppConfig`. */
  readonly eppManifests?: string;
  /** Default: an image of the Envoy that is installed here, else the public one. */
  readonly envoyImage?: string;
  /** Its entry point is `wa-routing`. Default: an image of what is installed here. */
  readonly modelServerImage?: string;
  /** The picker's `-v`: 2 (the default) writes the log points; 4 and 5 also what disturbs the order behind the picker. */
  readonly logVerbosity?: number;
}
