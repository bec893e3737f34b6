import type { Arm } from "@wa-routing/protocol";

/** Where a request belongs in a run; left out elsewhere. */
export interface RequestLabels {
  readonly trial?: number | null;
  readonly arm?: Arm | null;
  readonly stepIndex?: number;
  readonly primed?: boolean;
  readonly workload?: string;
  readonly workloadId?: string | null;
  readonly criticality?: number;
}

interface CommonRequest {
  /** Unique; travels with the request so that every witness can name it. Default: made from the client and a number. */
  readonly id?: string;
  readonly model?: string;
  readonly maxTokens?: number;
  readonly stream?: boolean;
  readonly timeoutMs?: number;
  /** The `X-Workload-Context` lines as they stand, in place of the client's own; empty for none. */
  readonly contextHeaders?: readonly string[];
  /** Sent beside the client's own headers, and kept in the record, by their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** When it was meant to be sent, on the record's clock; default: now. */
  readonly arrivalMs?: number;
  readonly signal?: AbortSignal;
  readonly labels?: RequestLabels;
}

/** A request to `/v1/completions`. */
export interface CompletionRequest extends CommonRequest {
  readonly prompt: string;
}

/** A request to `/v1/chat/completions`. */
export interface ChatRequest extends CommonRequest {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}
