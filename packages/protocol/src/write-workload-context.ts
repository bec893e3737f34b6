import { WaRoutingError } from "./wa-routing-error.ts";
import { MAX_CRITICALITY, MIN_CRITICALITY, type WorkloadContext } from "./workload-context.ts";

/** Longest value that is written, in bytes: it leaves room for other headers within Envoy's default total of 60 KiB. */
export const MAX_WORKLOAD_CONTEXT_BYTES = 32_768;

/**
 * The `X-Workload-Context` value for a context: JSON in plain ASCII, so that no client, proxy or router can read it differently.
 *
 * @throws WaRoutingError `WORKLOAD_CONTEXT_UNWRITABLE` for what a router would read as something else: an empty id (it would
 *   make one up), a criticality that is no integer from 1 to 5 (it would clamp or drop it), a lone surrogate (it would become
 *   U+FFFD), or a value longer than {@link MAX_WORKLOAD_CONTEXT_BYTES}.
 */
export function writeWorkloadContext(context: WorkloadContext): string {
  const { workloadId, criticality } = context;
  if (typeof workloadId !== "string" || workloadId === "") {
    throw unwritable("workloadId", workloadId, "a string that is not empty", "an empty id makes the router invent one");
  }
  if (/\p{Surrogate}/u.test(workloadId)) {
    throw unwritable("workloadId", workloadId, "well-formed Unicode", "a lone surrogate cannot be sent");
  }
  if (!Number.isInteger(criticality) || criticality < MIN_CRITICALITY || criticality > MAX_CRITICALITY) {
    throw unwritable(
      "criticality",
      criticality,
      "an integer from 1 to 5",
      "the router would clamp it or drop the header",
    );
  }
  const value = `{"workload_id":${asciiJson(workloadId)},"criticality":${criticality}}`;
  if (value.length > MAX_WORKLOAD_CONTEXT_BYTES) {
    throw unwritable(
      "workloadId",
      `${workloadId.slice(0, 20)}…`,
      `a header of at most ${MAX_WORKLOAD_CONTEXT_BYTES} bytes`,
      `this one has ${value.length}`,
    );
  }
  return value;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function unwritable(field: string, value: unknown, expected: string, because: string): WaRoutingError {
  return new WaRoutingError(`${field} is ${JSON.stringify(value) ?? String(value)}, expected ${expected}: ${because}`, {
    code: "WORKLOAD_CONTEXT_UNWRITABLE",
    field,
    value,
    expected,
  });
}
