import { adaptedTemplate, type PodTemplate } from "../../kubernetes/adapted-template.ts";
import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { START } from "../objects/deployment.ts";

/** What a picker that is deployed by manifests is started with. */
export interface ManifestStart {
  readonly image: string;
  readonly logVerbosity: number;
  /** Another one in each start: the pod is replaced, and knows nothing of earlier runs. */
  readonly start: string;
}

/** The picker's Deployment with the image, the `-v` and the start of this run. Its pod is replaced, never doubled. */
export function startedDeployment(object: KubernetesObject, container: string, start: ManifestStart): KubernetesObject {
  const spec = object.spec as { readonly template: PodTemplate & { readonly metadata?: Metadata } };
  const flags = { v: String(start.logVerbosity) };
  const { template } = adaptedTemplate(spec.template, { container, flags });
  const { metadata = {} } = spec.template;
  return {
    ...object,
    spec: {
      ...spec,
      strategy: { type: "Recreate" },
      template: {
        ...template,
        metadata: { ...metadata, annotations: { ...metadata.annotations, [START]: start.start } },
        spec: {
          ...template.spec,
          // It has no requests to wait for when it is replaced.
          terminationGracePeriodSeconds: 2,
          containers: template.spec.containers.map((each) =>
            each.name === container ? { ...each, image: start.image, imagePullPolicy: "IfNotPresent" } : each,
          ),
        },
      },
    },
  };
}

interface Metadata {
  readonly annotations?: Readonly<Record<string, string>>;
}
