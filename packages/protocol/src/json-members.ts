/** One member of a JSON object as it stands in the text: nothing is merged, nothing is converted. */
export interface JsonMember {
  /** The decoded key. */
  readonly key: string;
  /** The member's value, character for character. */
  readonly rawValue: string;
}

/**
 * The top-level members of a JSON object in their order, duplicates included; `null` when the text is valid JSON but no object.
 *
 * `JSON.parse` merges duplicate keys and turns `4.0` into `4`; Go's encoding/json does neither, so the raw text is needed.
 *
 * @throws SyntaxError when the text is not one JSON value.
 */
export function jsonMembers(text: string): JsonMember[] | null {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return null;
  const members: JsonMember[] = [];
  let position = skipSpace(text, text.indexOf("{") + 1);
  while (text[position] === '"') {
    const keyEnd = stringEnd(text, position);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const valueEnd = endOfValue(text, valueStart);
    members.push({ key: JSON.parse(text.slice(position, keyEnd)), rawValue: text.slice(valueStart, valueEnd) });
    position = skipSpace(text, skipSpace(text, valueEnd) + 1);
  }
  return members;
}

// All below may trust the text: JSON.parse has accepted it.

function skipSpace(text: string, from: number): number {
  let position = from;
  while (" \t\n\r".includes(text[position] ?? "x")) position++;
  return position;
}

function stringEnd(text: string, openingQuote: number): number {
  let position = openingQuote + 1;
  while (text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
  return position + 1;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let position = start;
  for (;;) {
    const character = text[position];
    if (character === '"') {
      position = stringEnd(text, position);
    } else {
      if (character === "{" || character === "[") depth++;
      if (character === "}" || character === "]") depth--;
      position++;
    }
    const next = text[position] ?? "";
    if (depth === 0 && (next === "" || ",}] \t\n\r".includes(next))) return position;
  }
}
