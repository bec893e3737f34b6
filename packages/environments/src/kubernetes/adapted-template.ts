import { POD_LATENCY } from "../fake-model.ts";
import { withFlag } from "./container-flags.ts";

/** A pod template as the API has it: what is not changed is kept, whatever it is. */
export interface PodTemplate {
  readonly spec: { readonly containers: readonly TemplateContainer[]; readonly [part: string]: unknown };
  readonly [part: string]: unknown;
}

interface TemplateContainer {
  readonly name: string;
  readonly args?: readonly string[];
  readonly resources?: Resources;
  readonly [part: string]: unknown;
}

interface Resources {
  readonly requests?: Readonly<Record<string, unknown>>;
  readonly limits?: Readonly<Record<string, unknown>>;
}

/** How one container of a template is changed: flags of its own, or our model server in its place. */
export interface TemplateChanges {
  readonly container: string;
  readonly flags?: Readonly<Record<string, string>>;
  /** What it asks for of a processor, as Kubernetes writes it, where it asks for nothing. */
  readonly cpu?: string;
  readonly modelServer?: { readonly image: string; readonly port: number; readonly models: readonly string[] };
}

/** A changed template, and what was changed. */
export interface AdaptedTemplate {
  readonly template: PodTemplate;
  readonly words: string;
}

/** Where the admin side of a model server of ours listens in its pod. */
export const ADMIN_PORT = 8100;

/** The same template with one container changed. */
export function adaptedTemplate(
  template: PodTemplate,
  { container, flags = {}, cpu, modelServer }: TemplateChanges,
): AdaptedTemplate {
  const written = Object.entries(flags);
  const change = (given: TemplateContainer): TemplateContainer => {
    const before = asksFor(given, cpu);
    if (modelServer !== undefined) return modelServerContainer(before, modelServer);
    const args = written.reduce((changed, [name, value]) => withFlag(changed, name, value), [...(before.args ?? [])]);
    return { ...before, args };
  };
  const containers = template.spec.containers.map((each) => (each.name === container ? change(each) : each));
  const words = [
    ...(modelServer === undefined ? [] : [`model server ${modelServer.image}`]),
    ...written.map(([name, value]) => `--${name}=${value}`),
    ...(cpu === undefined ? [] : [`cpu request ${cpu}`]),
  ].join(" ");
  return { template: { ...template, spec: { ...template.spec, containers } }, words };
}

function asksFor(container: TemplateContainer, cpu: string | undefined): TemplateContainer {
  if (cpu === undefined) return container;
  const { resources = {} } = container;
  return { ...container, resources: { ...resources, requests: { ...resources.requests, cpu } } };
}

/** Ours in its place, under the same name and port: nothing of what the other needed is left, but its share of the node. */
function modelServerContainer(
  { name, resources }: TemplateContainer,
  { image, port, models }: NonNullable<TemplateChanges["modelServer"]>,
): TemplateContainer {
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ...(resources === undefined ? {} : { resources }),
    args: [
      ...["serve", "model-server", "--host", "0.0.0.0", "--admin-host", "0.0.0.0"],
      ...["--port", String(port), "--admin-port", String(ADMIN_PORT), "--name", "$(POD_NAME)"],
      ...["--ttft-ms", String(POD_LATENCY.ttftMs), "--itl-ms", String(POD_LATENCY.itlMs)],
      ...(models.length === 0 ? [] : ["--models", models.join(",")]),
    ],
    env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
    ports: [
      { name: "http", containerPort: port },
      { name: "admin", containerPort: ADMIN_PORT },
    ],
    readinessProbe: { httpGet: { path: "/health", port }, periodSeconds: 1 },
  };
}
