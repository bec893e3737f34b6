import { z } from "zod";

const common = {
  model: z.string().min(1),
  max_tokens: z.int().min(1).max(100_000).nullish(),
  max_completion_tokens: z.int().min(1).max(100_000).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
};

/** Bodies of `/v1/completions` and `/v1/chat/completions`, as far as they matter here. */
export const bodySchemas = {
  "/v1/completions": z.looseObject({
    ...common,
    prompt: z.union([z.string().min(1), z.array(z.unknown()).min(1)]),
  }),
  "/v1/chat/completions": z.looseObject({
    ...common,
    messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).min(1),
  }),
} as const;

export type CompletionPath = keyof typeof bodySchemas;

/** A completion that is to be generated. */
export interface Generation {
  readonly path: CompletionPath;
  readonly id: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly tokens: readonly string[];
  readonly created: number;
}

/** The words of a completion: the same for the same seed and request number. */
export function generatedTokens(count: number, seed: number): string[] {
  const words = ["the", "queue", "is", "held", "and", "then", "let", "go"];
  return Array.from(
    { length: count },
    (_, index) => `${index === 0 ? "" : " "}${words[(seed + index) % words.length]}`,
  );
}

/** The whole answer. */
export function completionBody(generation: Generation) {
  const text = generation.tokens.join("");
  const chat = generation.path === "/v1/chat/completions";
  const choice = chat ? { message: { role: "assistant", content: text } } : { text };
  return {
    ...head(generation, chat ? "chat.completion" : "text_completion"),
    choices: [{ index: 0, ...choice, finish_reason: "length" }],
    usage: usageOf(generation),
  };
}

/** One server-sent event with one token. */
export function tokenEvent(generation: Generation, index: number): string {
  const chat = generation.path === "/v1/chat/completions";
  const token = generation.tokens[index] ?? "";
  const last = index === generation.tokens.length - 1;
  const choice = chat ? { delta: { content: token } } : { text: token };
  const body = {
    ...head(generation, chat ? "chat.completion.chunk" : "text_completion"),
    choices: [{ index: 0, ...choice, finish_reason: last ? "length" : null }],
  };
  return `data: ${JSON.stringify(body)}\n\n`;
}

/** The events after the last token: usage, where it was asked for, and the end. */
export function closingEvents(generation: Generation, includeUsage: boolean): string {
  const usage = { ...head(generation, "text_completion"), choices: [], usage: usageOf(generation) };
  return `${includeUsage ? `data: ${JSON.stringify(usage)}\n\n` : ""}data: [DONE]\n\n`;
}

function head({ id, model, created }: Generation, object: string) {
  return { id, object, created, model };
}

function usageOf({ promptTokens, tokens }: Generation) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens.length,
    total_tokens: promptTokens + tokens.length,
  };
}
