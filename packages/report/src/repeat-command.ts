import { changedParameters, type RunManifest, writeParameters } from "@wa-routing/protocol";
import { plainText } from "./plain-text.ts";

/** The command that repeats a run as far as run.json records it, on one line; null where no command made it. */
export function repeatCommand({ gateway, scenarios, seed, required }: RunManifest): string | null {
  const { environment, gatewayUrl, router, parameters, model, gate } = gateway;
  if (environment === "imported") return null;
  const changed = parameters === undefined ? "" : writeParameters(changedParameters(parameters));
  const isExisting = environment === "existing";
  // What was found of a router that runs is no option; of one that we start, files take the place of names.
  const started = isExisting ? {} : router;
  const isByManifests = started.manifests !== undefined;
  const words: readonly (readonly [flag: string, value: string | null | undefined])[] = [
    ["--environment", environment],
    ["--scenario", scenarios.join(",")],
    ["--seed", String(seed)],
    ["--envoy-url", isExisting ? gatewayUrl : null],
    ["--gate", isExisting ? gate : null],
    ["--model", isExisting ? model : null],
    ["--namespace", isExisting ? router.namespace : null],
    ["--epp", isByManifests ? null : started.flavour],
    ["--epp-bin", started.program],
    ["--epp-image", started.image],
    ["--epp-manifests", started.manifests],
    ["--epp-config", started.config],
    ["--ordering", isByManifests || started.config !== undefined ? null : started.ordering],
    ["--log-verbosity", started.verbosity],
    ["--fault", router.faults],
    ["--score", changed === "" ? null : changed],
    ["--require", required?.join(",")],
  ];
  const given = words.flatMap(([flag, value]) => (value == null || value === "" ? [] : [flag, shellWord(value)]));
  return ["npx wa-routing run", ...given].join(" ");
}

/** What a POSIX shell reads as this one word. */
function shellWord(text: string): string {
  const plain = plainText(text);
  return /^[\w.,:/=-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}
