import { decodeUtf8 } from "./decode-utf8.ts";
import { jsonMembers } from "./json-members.ts";
import {
  type Criticality,
  DEFAULT_CRITICALITY,
  MAX_CRITICALITY,
  MIN_CRITICALITY,
  type WorkloadContextReading,
} from "./workload-context.ts";

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/**
 * Reads an `X-Workload-Context` value exactly as the router's Go code does (encoding/json into a struct of a string and an int).
 *
 * The surprises: a missing or null criticality is the zero value and is clamped up to 1, not defaulted to 3; a float, a string
 * or a number above int64 drops the whole header with its id; keys match without regard to case; the last duplicate wins, but
 * a `null` leaves what an earlier duplicate said.
 *
 * @param value The header as Node hands it over: one character per byte (latin-1). The bytes are read as UTF-8, and what is
 *   not UTF-8 becomes U+FFFD. `undefined` stands for no header.
 * @see pkg/epp/handlers/request.go, parseWorkloadContext, in the workload-aware fork of the inference extension
 */
export function readWorkloadContext(value: string | undefined): WorkloadContextReading {
  if (value === undefined || value === "") {
    return { workloadId: null, criticality: DEFAULT_CRITICALITY, source: "missing" };
  }
  const fields = readFields(decodeUtf8(Uint8Array.from(value, (character) => character.charCodeAt(0))));
  if (fields === "invalid") return { workloadId: null, criticality: DEFAULT_CRITICALITY, source: "invalid" };
  const clamped = clamp(fields.criticality);
  return {
    workloadId: fields.workloadId === "" ? null : fields.workloadId,
    criticality: clamped,
    source: BigInt(clamped) === fields.criticality ? "header" : "clamped",
  };
}

interface Fields {
  readonly workloadId: string;
  readonly criticality: bigint;
}

function readFields(text: string): Fields | "invalid" {
  let workloadId = "";
  let criticality = 0n;
  try {
    const members = jsonMembers(text);
    if (members === null) return text.trim() === "null" ? { workloadId, criticality } : "invalid";
    for (const { key, rawValue } of members) {
      if (rawValue === "null") continue;
      // Go folds simple case, which JavaScript's toLowerCase does for every key that could match (the Kelvin sign included).
      const name = key.toLowerCase();
      if (name === "workload_id") {
        if (!rawValue.startsWith('"')) return "invalid";
        workloadId = replaceLoneSurrogates(JSON.parse(rawValue));
      } else if (name === "criticality") {
        // Of JSON values only whole numbers are digits and a sign; BigInt throws a SyntaxError for all others.
        criticality = BigInt(rawValue);
        if (criticality > INT64_MAX || criticality < INT64_MIN) return "invalid";
      }
    }
  } catch (error) {
    if (error instanceof SyntaxError) return "invalid";
    throw error;
  }
  return { workloadId, criticality };
}

function replaceLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

function clamp(criticality: bigint): Criticality {
  if (criticality < BigInt(MIN_CRITICALITY)) return MIN_CRITICALITY;
  if (criticality > BigInt(MAX_CRITICALITY)) return MAX_CRITICALITY;
  return Number(criticality) as Criticality;
}
