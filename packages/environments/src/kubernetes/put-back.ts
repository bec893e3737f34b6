import { WaRoutingError } from "@wa-routing/protocol";
import { z } from "zod";
import { errorMessage } from "../error-message.ts";
import type { PodTemplate } from "./adapted-template.ts";
import { setLogLevel } from "./envoy-log-level.ts";
import type { Kubectl } from "./kubectl.ts";
import { selectorText } from "./label-selector.ts";

/** Annotation of a Deployment that a run has changed: its pod template before. */
export const ORIGINAL_TEMPLATE = "wa-routing.dev/original-template";
/** Annotation of Envoy's Deployment: its log level before. */
export const ORIGINAL_LEVEL = "wa-routing.dev/original-log-level";

const deploymentSchema = z.object({
  metadata: z.object({
    name: z.string(),
    resourceVersion: z.string().default(""),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }),
    template: z.custom<PodTemplate>((value) => typeof value === "object" && value !== null && "spec" in value),
  }),
});

export type RawDeployment = z.output<typeof deploymentSchema>;

/** A Deployment with its whole template. */
export async function readDeployment(kubectl: Kubectl, name: string, signal?: AbortSignal): Promise<RawDeployment> {
  return await kubectl.json(["get", "deployment", name], deploymentSchema, { signal });
}

/**
 * Puts back every Deployment of the namespace that a run has changed, whoever ran it: each has what it was in an annotation.
 *
 * @returns The Deployments that were put back.
 * @throws WaRoutingError `KUBECTL_FAILED`, once all have been tried.
 */
export async function putBackAll(kubectl: Kubectl): Promise<readonly string[]> {
  const { items } = await kubectl.json(["get", "deployments"], z.object({ items: z.array(deploymentSchema) }));
  const changed = items.filter(
    ({ metadata: { annotations = {} } }) => ORIGINAL_TEMPLATE in annotations || ORIGINAL_LEVEL in annotations,
  );
  const outcomes = await Promise.allSettled(changed.map((deployment) => putOneBack(kubectl, deployment)));
  const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [errorMessage(outcome.reason)] : []));
  if (failures.length === 0) return changed.map(({ metadata }) => metadata.name);
  throw new WaRoutingError(`not everything could be put back: ${failures.join("; ")}`, {
    code: "KUBECTL_FAILED",
    field: "--adapt",
    value: failures.length,
    expected: "every Deployment as it was before the run",
    remedy: `wa-routing down --namespace ${kubectl.namespace}; the annotation ${ORIGINAL_TEMPLATE} holds what it was`,
  });
}

async function putOneBack(kubectl: Kubectl, { metadata, spec }: RawDeployment): Promise<void> {
  const { name, annotations = {} } = metadata;
  const level = annotations[ORIGINAL_LEVEL];
  if (level !== undefined) {
    await setLogLevel(kubectl, { deployment: name, selector: selectorText(spec.selector.matchLabels) }, level);
    await kubectl.run(["annotate", "deployment", name, `${ORIGINAL_LEVEL}-`]);
  }
  const template = annotations[ORIGINAL_TEMPLATE];
  if (template === undefined) return;
  const patch = [
    { op: "replace", path: "/spec/template", value: JSON.parse(template) as unknown },
    { op: "remove", path: `/metadata/annotations/${ORIGINAL_TEMPLATE.replaceAll("/", "~1")}` },
  ];
  await kubectl.run(["patch", "deployment", name, "--type=json", "--patch", JSON.stringify(patch)]);
}
