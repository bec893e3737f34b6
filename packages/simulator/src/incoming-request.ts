import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { readWorkloadContext, WORKLOAD_CONTEXT_HEADER } from "@wa-routing/protocol";
import type { Faults } from "./faults.ts";

/** What the router makes of the header of one request. */
export interface ExtractedContext {
  readonly workloadId: string;
  readonly criticality: number;
  readonly source: "header" | "clamped" | "missing" | "invalid";
}

/** The last value of a header, where it is sent more than once; `undefined` when it is missing. */
export function lastHeader(message: IncomingMessage, name: string): string | undefined {
  const { rawHeaders } = message;
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2) {
    if (rawHeaders[index]?.toLowerCase() === name) return rawHeaders[index + 1];
  }
  return undefined;
}

/** Reads the workload context as the router does, or as a planted fault makes it. */
export function extractContext(message: IncomingMessage, faults: Faults): ExtractedContext {
  const value = lastHeader(message, WORKLOAD_CONTEXT_HEADER);
  const reading = readWorkloadContext(value);
  const misread = value === undefined ? {} : misreading(value, faults);
  const workloadId = misread.workloadId ?? reading.workloadId;
  const made = faults.has("headerless-shared-id") ? "default" : `auto-${randomUUID()}`;
  return {
    workloadId: workloadId ?? made,
    criticality: misread.criticality ?? reading.criticality,
    source: reading.source,
  };
}

function misreading(value: string, faults: Faults): { workloadId?: string; criticality?: number } {
  if (
    !(
      faults.has("clamping-dropped") ||
      faults.has("missing-criticality-as-3") ||
      faults.has("float-criticality-accepted")
    )
  ) {
    return {};
  }
  const members = parsedObject(value);
  const { workload_id: workloadId, criticality } = members;
  if (faults.has("missing-criticality-as-3") && typeof workloadId === "string" && criticality === undefined) {
    return { criticality: 3 };
  }
  if (typeof criticality !== "number") return {};
  if (faults.has("clamping-dropped") && Number.isInteger(criticality)) return { criticality };
  if (faults.has("float-criticality-accepted") && typeof workloadId === "string") {
    return { workloadId, criticality: Math.min(5, Math.max(1, Math.round(criticality))) };
  }
  return {};
}

function parsedObject(value: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What the router needs of a body, or what is wrong with it. */
export type BodyReading =
  | { readonly body: "ok"; readonly model: string; readonly members: Record<string, unknown> }
  | { readonly body: "bad"; readonly problem: string };

/** The router answers 400 to a body without a `model`, and without a `prompt` or `messages`. */
export function readBody(bytes: Buffer): BodyReading {
  const members = parsedObject(bytes.toString("utf8"));
  if (Object.keys(members).length === 0) return { body: "bad", problem: "Error unmarshaling request body" };
  const { model, prompt, messages } = members;
  if (typeof model !== "string" || model === "") return { body: "bad", problem: "model not found in request body" };
  if (isEmpty(prompt) && isEmpty(messages))
    return { body: "bad", problem: "must have prompt or messages in request body" };
  return { body: "ok", model, members };
}

function isEmpty(value: unknown): boolean {
  return !(typeof value === "string" || Array.isArray(value)) || value.length === 0;
}
