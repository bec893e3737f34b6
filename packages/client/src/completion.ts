/** What an answer, or one event of a stream, says: with how much, or what is wrong with it. */
export interface CompletionReading {
  /** The error that it reports, as text; null: none. */
  readonly reported: string | null;
  /** Whether it has at least one choice. */
  readonly hasChoice: boolean;
  /** Whether a choice has text of any kind: an answer, reasoning, a refusal or a call of a tool. */
  readonly hasText: boolean;
  /** As its usage has it; null where it has none. */
  readonly completionTokens: number | null;
}

const MAX_QUOTED = 200;

/**
 * Reads an object in the form of OpenAI's completions or chat completions, whole or one event of a stream.
 *
 * `"error": null`, which several gateways send with every event, or an empty one, is none. vLLM reports errors as
 * `{"object":"error",…}`, others as `{"error":…}`, or by the `finish_reason` of a choice; all with a status of 200 too.
 *
 * @returns `null` for what is no object.
 */
export function readCompletion(value: unknown): CompletionReading | null {
  if (!isRecord(value)) return null;
  const { error, object, choices, usage } = value;
  const given = Array.isArray(choices) ? choices.filter(isRecord) : [];
  return {
    reported:
      object === "error" || isSaid(error)
        ? quoted(isSaid(error) ? error : value)
        : given.some(broke)
          ? quoted(value)
          : null,
    hasChoice: given.length > 0,
    hasText: given.some((choice) => [choice, choice.message, choice.delta].some(hasText)),
    completionTokens: isRecord(usage) ? wholeNumber(usage.completion_tokens) : null,
  };
}

/** The text of a completion's first choice, or of one event's share of it; empty where it has none. */
export function answerText(value: unknown): string {
  const choice: unknown = isRecord(value) && Array.isArray(value.choices) ? value.choices[0] : null;
  if (!isRecord(choice)) return "";
  const parts = [choice, choice.message, choice.delta].filter(isRecord);
  return parts.map(({ text, content }) => (typeof text === "string" ? text : content)).find(isText) ?? "";
}

/** Why a whole answer, as it was read, is no completion; null: it is one. A completion has a choice, and text or tokens. */
export function completionProblem(value: unknown, reading: CompletionReading | null): string | null {
  if (reading === null) return `the answer is no completion: ${quoted(value)}`;
  const { hasChoice, hasText, completionTokens } = reading;
  if (!hasChoice) return `the answer has no choices: ${quoted(value)}`;
  return hasText || (completionTokens ?? 0) > 0 ? null : `the answer has neither text nor tokens: ${quoted(value)}`;
}

/** A value as one JSON text of bounded length, for an error text. */
export function quoted(value: unknown): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, MAX_QUOTED);
}

function hasText(part: unknown): boolean {
  if (!isRecord(part)) return false;
  const { text, content, reasoning_content, reasoning, refusal, tool_calls } = part;
  return [text, content, reasoning_content, reasoning, refusal, tool_calls].some(
    (value) => (typeof value === "string" || Array.isArray(value)) && value.length > 0,
  );
}

function isSaid(error: unknown): boolean {
  return typeof error === "object" && error !== null ? Object.keys(error).length > 0 : Boolean(error);
}

/** Whether a choice ended in the middle: OpenAI's reasons are stop, length, content_filter, tool_calls and function_call. */
function broke({ finish_reason }: Readonly<Record<string, unknown>>): boolean {
  return finish_reason === "error" || finish_reason === "abort";
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wholeNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}
