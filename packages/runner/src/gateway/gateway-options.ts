import { ENVIRONMENT_KINDS } from "./environment-kind.ts";
import { CLUSTER_REUSES, EPP_FLAVOURS, EPP_ORDERINGS } from "./epp-names.ts";
import { existingOptions } from "./existing-options.ts";
import type { GatewayOption } from "./gateway-option.ts";
import type { OptionValue } from "./option-value.ts";

const STANDALONE = ["standalone"] as const;
const KIND = ["kind"] as const;
const ROUTERS = ["standalone", "kind"] as const;
const STARTED = ["embedded", "standalone", "kind"] as const;

/**
 * Every option that says which gateway is tested, by its name: the flag of `run` and `up` without its dashes, and the input of the
 * action. The command line, the action, the refusal of options that would do nothing and docs/options.md are made from it.
 */
export const gatewayOptions = {
  environment: {
    value: { kind: "choice", placeholder: "kind", of: ENVIRONMENT_KINDS },
    environments: ENVIRONMENT_KINDS,
    help: "where the gateway comes from; default: the one that the other options belong to, else embedded",
  },
  ...existingOptions,
  fault: {
    value: { kind: "list", placeholder: "names" },
    environments: ["embedded"],
    help: "faults to plant, with commas between",
  },
  epp: {
    value: { kind: "choice", placeholder: "which", of: EPP_FLAVOURS },
    environments: ROUTERS,
    help: "the endpoint picker; default: reference, ours; fork is any that needs a Kubernetes API",
  },
  "epp-bin": {
    value: { kind: "text", placeholder: "path" },
    environments: STANDALONE,
    help: "its program; default: $WA_ROUTING_EPP_BIN, else epp/bin/epp of a checkout, built if need be; of the others $WA_ROUTING_LLMD_EPP, $WA_ROUTING_FORK_EPP",
  },
  "epp-config": {
    value: { kind: "text", placeholder: "file" },
    environments: ROUTERS,
    help: "a configuration of your own, in place of --ordering",
  },
  "envoy-bin": {
    value: { kind: "text", placeholder: "path" },
    environments: STANDALONE,
    help: "Envoy; default: $WA_ROUTING_ENVOY_BIN, the PATH, or what doctor --install envoy got",
  },
  "epp-image": {
    value: { kind: "text", placeholder: "image" },
    environments: KIND,
    help: "the endpoint picker's image; default: one of the picker in epp/ of a checkout, built if need be",
  },
  "epp-build": {
    value: { kind: "text", placeholder: "folder" },
    environments: KIND,
    help: "a folder with a Dockerfile, of which the endpoint picker's image is built",
  },
  "epp-manifests": {
    value: { kind: "text", placeholder: "folder" },
    environments: KIND,
    help: "manifests that deploy your own endpoint picker, in place of --epp and --ordering: its InferencePool, Service, Deployment and what they need; docs/kind.md",
  },
  "envoy-image": {
    value: { kind: "text", placeholder: "image" },
    environments: KIND,
    help: "Envoy's image; default: one of the Envoy that is installed here, else envoyproxy/envoy",
  },
  "model-server-image": {
    value: { kind: "text", placeholder: "image" },
    environments: ["kind", "existing"],
    help: "the model servers' image, whose entry point is wa-routing; default: one of what is installed here; in a namespace with --adapt only, where a kind cluster of this host needs none",
  },
  "kind-node-image": {
    value: { kind: "text", placeholder: "image" },
    environments: KIND,
    help: "the cluster's node; default: $WA_ROUTING_KIND_NODE_IMAGE, else kind's own",
  },
  cluster: {
    value: { kind: "text", placeholder: "name" },
    environments: KIND,
    help: "the cluster's name; default: a fresh one, which is deleted at the end",
  },
  reuse: {
    value: { kind: "choice", placeholder: "when", of: CLUSTER_REUSES },
    environments: KIND,
    help: "whether a cluster of that name which is there already is taken, and never deleted; default: never",
    needs: { any: ["cluster"] },
  },
  keep: {
    value: { kind: "flag" },
    environments: KIND,
    help: "leave the cluster that was made, until wa-routing down",
  },
  hold: {
    value: { kind: "text", placeholder: "time" },
    environments: KIND,
    help: "after the run all stays up, its addresses are printed, and Enter, a signal, wa-routing down or the end of the time ends it: 10m; on-failure, only when the verdict is not pass; or both",
  },
  ordering: {
    value: { kind: "choice", placeholder: "ordering", of: EPP_ORDERINGS },
    environments: STARTED,
    help: "how it orders; default: workload-aware, if the picker can",
    alias: "policy",
  },
  score: {
    value: { kind: "text", placeholder: "parameters" },
    environments: ENVIRONMENT_KINDS,
    help: "what it computes with, where not the defaults: wait-weight=0.2,criticality-weight=0.6, …, or a YAML or JSON file; docs/score.md",
  },
  "model-servers": {
    value: { kind: "whole-number", placeholder: "n", least: 1 },
    environments: STARTED,
    help: "how many model servers; default: 1",
  },
  "log-verbosity": {
    value: { kind: "whole-number", placeholder: "v", least: 2, most: 5 },
    environments: STARTED,
    help: "the router's -v, 2 to 5; default: 2. From 4 on, run proves an order in two passes",
  },
} as const satisfies Readonly<Record<string, GatewayOption>>;

export type GatewayOptionName = keyof typeof gatewayOptions;

/** The table as rows. */
export const gatewayOptionRows = Object.entries(gatewayOptions) as readonly (readonly [
  GatewayOptionName,
  GatewayOption,
])[];

type Field<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Field<Tail>>}`
  : Name;

type Written<Value extends OptionValue> = Value extends { kind: "choice"; of: readonly (infer Choice)[] }
  ? Choice
  : Value extends { kind: "list" | "urls" | "headers" }
    ? readonly string[]
    : Value extends { kind: "flag" }
      ? boolean
      : Value extends { kind: "whole-number" | "number" }
        ? number
        : string;

/** Which gateway, as a person writes it on the command line or in an action's inputs: `{ envoyUrl: "http://…" }`. */
export type GatewayChoice = {
  readonly [Name in GatewayOptionName as Field<Name>]?: Written<(typeof gatewayOptions)[Name]["value"]>;
} & {
  /** Of the random choices of a gateway that we start. */
  readonly seed?: number;
};

/** The field of a {@link GatewayChoice} that an option is: `envoyUrl` for `envoy-url`. */
export function fieldOf(name: GatewayOptionName): keyof GatewayChoice {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof GatewayChoice;
}

/** The flag of an option on the command line: of a secret, the one that names its file. */
export function flagOf(name: GatewayOptionName): string {
  return gatewayOptions[name].value.kind === "secret" ? `--${name}-file` : `--${name}`;
}
