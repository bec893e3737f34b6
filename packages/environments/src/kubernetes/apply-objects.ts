import type { Kubectl } from "./kubectl.ts";

/** An object as the API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [part: string]: unknown;
}

/** What Kubernetes had to say about objects that it took. */
export interface Applied {
  readonly warnings: readonly string[];
}

/** Who owns the fields that we set. */
export const FIELD_MANAGER = "wa-routing";

const SERVER_SIDE = ["apply", "--server-side", `--field-manager=${FIELD_MANAGER}`, "--force-conflicts", "-f", "-"];

// Said of a field that the kind does not have; one applied by an older client may have it all the same.
const UNKNOWN_FIELD = /strict decoding error|unknown field|field not declared in schema/;

/**
 * Applies objects server-side. A field that a kind does not have is refused by the server; it is then left out, and a warning
 * names it.
 *
 * @throws WaRoutingError `KUBECTL_FAILED`
 */
export async function applyObjects(
  kubectl: Kubectl,
  objects: readonly KubernetesObject[],
  signal?: AbortSignal,
): Promise<Applied> {
  const together = await kubectl.ask(SERVER_SIDE, { input: list(objects), signal });
  if (together.refusal === null) return { warnings: warningsIn(together.stderr) };
  if (!UNKNOWN_FIELD.test(together.stderr)) throw together.refusal;
  const warnings: string[] = [];
  for (const object of objects) warnings.push(...(await applyLeniently(kubectl, object, signal)));
  return { warnings };
}

async function applyLeniently(kubectl: Kubectl, object: KubernetesObject, signal?: AbortSignal): Promise<string[]> {
  const input = list([object]);
  const strict = await kubectl.ask(SERVER_SIDE, { input, signal });
  if (strict.refusal === null) return warningsIn(strict.stderr);
  if (!UNKNOWN_FIELD.test(strict.stderr)) throw strict.refusal;
  // Server-side, a field that the schema lacks is refused whatever the validation: only the client's own apply leaves it out.
  const lenient = await kubectl.ask(["apply", "--validate=warn", "-f", "-"], { input, signal });
  if (lenient.refusal !== null) throw lenient.refusal;
  const { kind, metadata } = object;
  return [
    `${kind} ${metadata.name} was refused as it is written, and applied without what its kind does not have: ${strict.stderr.trim()}`,
  ];
}

function list(items: readonly KubernetesObject[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

function warningsIn(stderr: string): string[] {
  return stderr.split("\n").filter((line) => line.startsWith("Warning: "));
}
