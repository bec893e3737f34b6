import type { Arm } from "@wa-routing/protocol";
import { checkNames, type OptionNames } from "@wa-routing/protocol/sending";
import { invalid } from "./client-options.ts";

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

/** A piece of a streamed answer. */
export interface StreamedToken {
  readonly text: string;
  /** When it came, on the record's clock. */
  readonly atMs: number;
}

interface CommonRequest {
  /** Unique; travels with the request so that every witness can name it. Default: made from the client and a number. */
  readonly id?: string;
  readonly model?: string;
  readonly maxTokens?: number;
  /** 0 or more; default: the server's. */
  readonly temperature?: number;
  /** Texts before which the server ends its answer. */
  readonly stop?: string | readonly string[];
  readonly stream?: boolean;
  /** Whether the record has the answer's text. */
  readonly keepText?: boolean;
  /** Told each piece of a stream's text when it comes. What it throws, the request's promise rejects with. */
  readonly onToken?: (token: StreamedToken) => void;
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

const COMMON: OptionNames<CommonRequest> = {
  ...{ id: true, model: true, maxTokens: true, temperature: true, stop: true, stream: true, keepText: true },
  ...{
    onToken: true,
    timeoutMs: true,
    contextHeaders: true,
    headers: true,
    arrivalMs: true,
    signal: true,
    labels: true,
  },
};
const COMPLETION: OptionNames<CompletionRequest> = { ...COMMON, prompt: true };
const CHAT: OptionNames<ChatRequest> = { ...COMMON, messages: true };

/** @throws WaRoutingError `CLIENT_OPTION_INVALID` for what there is none of, cannot be sent, or would do nothing. */
export function completionContent(request: CompletionRequest): string {
  checkNames("complete", request, COMPLETION, "CLIENT_OPTION_INVALID");
  const { prompt } = request;
  if (typeof prompt !== "string") throw invalid("prompt", prompt, "a text");
  return `"prompt":${JSON.stringify(prompt)}${wishes(request)}`;
}

/** @throws WaRoutingError as {@link completionContent}. */
export function chatContent(request: ChatRequest): string {
  checkNames("chat", request, CHAT, "CLIENT_OPTION_INVALID");
  const { messages } = request;
  if (!Array.isArray(messages)) throw invalid("messages", messages, "a list of { role, content }");
  return `"messages":${JSON.stringify(messages)}${wishes(request)}`;
}

/** What is asked of the answer, as JSON text after the content. */
function wishes({ temperature, stop, onToken, stream }: CommonRequest): string {
  if (onToken !== undefined && stream !== true) throw invalid("onToken", "given", "stream: true beside it");
  if (temperature === undefined && stop === undefined) return "";
  if (temperature !== undefined && !(Number.isFinite(temperature) && temperature >= 0)) {
    throw invalid("temperature", temperature, "a number of 0 or more");
  }
  const stops = [stop ?? []].flat();
  if (stop !== undefined && (stops.length === 0 || stops.some((text) => typeof text !== "string" || text === ""))) {
    throw invalid("stop", stop, "a text, or a list of texts, none of them empty");
  }
  return JSON.stringify({ temperature, stop }).replace(/^\{/, ",").slice(0, -1);
}
