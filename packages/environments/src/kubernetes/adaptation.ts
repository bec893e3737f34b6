import { type AdaptedTemplate, adaptedTemplate, type TemplateChanges } from "./adapted-template.ts";
import { setLogLevel } from "./envoy-log-level.ts";
import type { FoundGateway } from "./found-gateway.ts";
import type { Kubectl } from "./kubectl.ts";
import { ORIGINAL_LEVEL, ORIGINAL_TEMPLATE, putBackAll, readDeployment } from "./put-back.ts";

/** How a deployment is changed for a run. */
export interface AdaptOptions {
  /** The router's `-v`. */
  readonly verbosity: number;
  /** An image of our command line, for model servers that have no gate. Without one they stay. */
  readonly modelServerImage?: string;
}

/** What has been changed, and how it is put back. */
export interface Adaptation {
  readonly changes: readonly string[];
  /** @throws WaRoutingError `KUBECTL_FAILED`, with the command that tries it again. */
  putBack(): Promise<void>;
}

/** What Envoy is set to: no line for a request. */
export const QUIET_LEVEL = "warning";

/**
 * Changes a deployment so that checks can be decided with it: the router's `-v`, Envoy's log level, model servers without a gate. What
 * was there before stands in an annotation of each Deployment before it is changed, so that `putBackAll` finds it whatever happens.
 *
 * @param models What the model servers serve.
 * @throws WaRoutingError `KUBECTL_FAILED`; what had been changed by then has been put back.
 */
export async function adapt(
  kubectl: Kubectl,
  found: FoundGateway,
  options: AdaptOptions & { readonly models: readonly string[] },
  signal?: AbortSignal,
): Promise<Adaptation> {
  const changes: string[] = [];
  try {
    for (const { deployment, ...change } of wanted(found, options)) {
      const adapted = await changeTemplate(kubectl, deployment, change, signal);
      if (adapted !== null) changes.push(`Deployment ${deployment}: ${adapted.words}`);
    }
    const { envoy } = found;
    if (envoy !== null && envoy.logLevel !== QUIET_LEVEL) {
      const note = async (level: string) => {
        await kubectl.run(["annotate", "deployment", envoy.deployment, "--overwrite", `${ORIGINAL_LEVEL}=${level}`]);
        changes.push(`Envoy's log level: ${level} -> ${QUIET_LEVEL}`);
      };
      await setLogLevel(kubectl, envoy, QUIET_LEVEL, note, signal);
    }
  } catch (error) {
    await putBackAll(kubectl).catch(() => undefined);
    throw error;
  }
  return { changes, putBack: async () => void (await putBackAll(kubectl)) };
}

/** Which Deployment is to be changed how. */
function wanted(
  { router, modelServers }: FoundGateway,
  { verbosity, modelServerImage, models }: AdaptOptions & { readonly models: readonly string[] },
): ({ readonly deployment: string } & TemplateChanges)[] {
  const ofRouter =
    router === null || router.verbosity === verbosity
      ? []
      : [{ deployment: router.deployment, container: router.container, flag: { name: "v", value: String(verbosity) } }];
  const ofServers =
    modelServers === null || modelServers.kind === "ours" || modelServerImage === undefined
      ? []
      : [
          {
            deployment: modelServers.deployment,
            container: modelServers.container,
            modelServer: { image: modelServerImage, port: modelServers.port, models },
          },
        ];
  return [...ofRouter, ...ofServers];
}

async function changeTemplate(
  kubectl: Kubectl,
  deployment: string,
  change: TemplateChanges,
  signal: AbortSignal | undefined,
): Promise<AdaptedTemplate | null> {
  const { metadata, spec } = await readDeployment(kubectl, deployment, signal);
  const adapted = adaptedTemplate(spec.template, change);
  // Both or neither, and only if nobody else has changed it meanwhile.
  const patch = [
    { op: "test", path: "/metadata/resourceVersion", value: metadata.resourceVersion },
    ...(metadata.annotations === undefined ? [{ op: "add", path: "/metadata/annotations", value: {} }] : []),
    { op: "add", path: annotationPath(ORIGINAL_TEMPLATE), value: JSON.stringify(spec.template) },
    { op: "replace", path: "/spec/template", value: adapted.template },
  ];
  await kubectl.run(["patch", "deployment", deployment, "--type=json", "--patch", JSON.stringify(patch)], { signal });
  return adapted;
}

/** As RFC 6901 writes a name with a slash. */
function annotationPath(name: string): string {
  return `/metadata/annotations/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
