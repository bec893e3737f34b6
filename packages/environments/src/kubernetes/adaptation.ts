import { type AdaptedTemplate, adaptedTemplate, type TemplateChanges } from "./adapted-template.ts";
import { setLogLevel } from "./envoy-log-level.ts";
import type { FoundGateway, FoundPart } from "./found-gateway.ts";
import type { Kubectl } from "./kubectl.ts";
import { ORIGINAL_LEVEL, ORIGINAL_TEMPLATE, readDeployment } from "./put-back.ts";

/** What a deployment is changed into. */
export interface AdaptTo {
  /** The router's `-v`. */
  readonly verbosity: number;
  /** Whether it is told to write no spans: they stand between the lines of its log, where nobody reads them. */
  readonly withoutSpans: boolean;
  /** In the place of the model servers; null: they stay. */
  readonly modelServers: { readonly image: string; readonly models: readonly string[] } | null;
}

/** What was changed, part by part, in words. */
export type AdaptedParts = Readonly<Partial<Record<"router" | "modelServers" | "envoy", string>>>;

/** What parts are given that ask for nothing: little enough to be had twice on a small node, while one pod takes another's place. */
const CPU_WANTED = { router: "300m", modelServer: "100m" } as const;

/** What Envoy is set to: no line for a request. */
export const QUIET_LEVEL = "warning";

/**
 * Changes a deployment so that checks can be decided with it: the router's `-v`, Envoy's log level, model servers without a gate. What
 * was there before stands in an annotation of each Deployment before it is changed, so that `putBackAll` finds it whatever happens;
 * what has been changed already is changed on, and its original kept.
 *
 * @throws WaRoutingError `KUBECTL_FAILED`; what had been changed by then stays changed.
 */
export async function adapt(
  kubectl: Kubectl,
  found: FoundGateway,
  to: AdaptTo,
  signal?: AbortSignal,
): Promise<AdaptedParts> {
  const parts: { -readonly [Part in keyof AdaptedParts]: string } = {};
  for (const { part, deployment, ...change } of wanted(found, to)) {
    const { words } = await changeTemplate(kubectl, deployment, change, signal);
    parts[part] = `Deployment ${deployment}: ${words}`;
  }
  const { envoy } = found;
  if (envoy === null || envoy.logLevel === QUIET_LEVEL) return parts;
  const { annotations = {} } = (await readDeployment(kubectl, envoy.deployment, signal)).metadata;
  if (ORIGINAL_LEVEL in annotations) return parts;
  const note = async (level: string) => {
    await kubectl.run(["annotate", "deployment", envoy.deployment, "--overwrite", `${ORIGINAL_LEVEL}=${level}`]);
    parts.envoy = `Envoy's log level: ${level} -> ${QUIET_LEVEL}`;
  };
  await setLogLevel(kubectl, envoy, QUIET_LEVEL, note, signal);
  return parts;
}

/** Which Deployment is to be changed how. */
function wanted(
  { router, modelServers: found }: FoundGateway,
  { verbosity, withoutSpans, modelServers }: AdaptTo,
): ({ readonly part: keyof AdaptedParts; readonly deployment: string } & TemplateChanges)[] {
  const changes: ReturnType<typeof wanted> = [];
  const flags = {
    ...(router === null || router.verbosity === verbosity ? {} : { v: String(verbosity) }),
    ...(router?.tracing === true && withoutSpans ? { tracing: "false" } : {}),
  };
  if (router !== null && Object.keys(flags).length > 0) {
    const { deployment, container } = router;
    changes.push({ part: "router", deployment, container, flags, ...wanting(router, CPU_WANTED.router) });
  }
  if (found !== null && modelServers !== null) {
    const { deployment, container, port } = found;
    const cpu = wanting(found, CPU_WANTED.modelServer);
    changes.push({ part: "modelServers", deployment, container, modelServer: { ...modelServers, port }, ...cpu });
  }
  return changes;
}

/** What asks for no processor time waits for whatever else the node runs, and the order of its requests with it. */
function wanting({ cpuRequest }: FoundPart, cpu: string): Pick<TemplateChanges, "cpu"> {
  return cpuRequest === null ? { cpu } : {};
}

async function changeTemplate(
  kubectl: Kubectl,
  deployment: string,
  change: TemplateChanges,
  signal: AbortSignal | undefined,
): Promise<AdaptedTemplate> {
  const { metadata, spec } = await readDeployment(kubectl, deployment, signal);
  const adapted = adaptedTemplate(spec.template, change);
  // Both or neither, and only if nobody else has changed it meanwhile.
  const patch = [
    { op: "test", path: "/metadata/resourceVersion", value: metadata.resourceVersion },
    ...(metadata.annotations === undefined ? [{ op: "add", path: "/metadata/annotations", value: {} }] : []),
    ...(ORIGINAL_TEMPLATE in (metadata.annotations ?? {})
      ? []
      : [{ op: "add", path: annotationPath(ORIGINAL_TEMPLATE), value: JSON.stringify(spec.template) }]),
    { op: "replace", path: "/spec/template", value: adapted.template },
  ];
  await kubectl.run(["patch", "deployment", deployment, "--type=json", "--patch", JSON.stringify(patch)], { signal });
  return adapted;
}

/** As RFC 6901 writes a name with a slash. */
function annotationPath(name: string): string {
  return `/metadata/annotations/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
