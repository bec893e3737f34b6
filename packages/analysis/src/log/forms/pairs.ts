// By the code of a character, below 128: part of a key, and the beginning of one.
const OF_A_KEY = codesOf(/[\w.@/-]/);
const BEGINS_A_KEY = codesOf(/[A-Za-z_@]/);
const BEFORE_A_KEY = /[\s,;({]/;
const VALUE_END = /[\s,;]/g;
const [QUOTE, BACKSLASH] = [34, 92];
const LINE_TERMINATOR = /[\n\r\u2028\u2029]/;

/** `key=value` pairs of a text, quoted or not, and where the first of them begins; -1: none. */
export function readPairs(text: string): { readonly fields: Record<string, unknown>; readonly from: number } {
  const fields: Record<string, unknown> = {};
  let first = -1;
  // A pair is found by its equals sign: one look for it costs less than a pattern that tries every word.
  for (let equals = text.indexOf("="); equals >= 0; ) {
    const start = keyStart(text, equals);
    let end = equals + 1;
    if (start >= 0) {
      if (first < 0) first = start;
      const quotedTo = quotedEnd(text, end);
      end = quotedTo < 0 ? unquotedEnd(text, end) : quotedTo;
      const value = text.slice(equals + 1, end);
      fields[text.slice(start, equals)] = quotedTo < 0 && !value.startsWith('"') ? value : unquoted(value);
    }
    equals = text.indexOf("=", end);
  }
  return { fields, from: first };
}

/** Where the first pair begins; -1: there is none. */
export function firstPair(text: string): number {
  let equals = text.indexOf("=");
  while (equals >= 0 && keyStart(text, equals) < 0) equals = text.indexOf("=", equals + 1);
  return equals < 0 ? -1 : keyStart(text, equals);
}

/** Where a text in quotes ends that begins at `from`, behind its last quote; -1: none begins there, or it has no end. */
export function quotedEnd(text: string, from: number): number {
  if (text.charCodeAt(from) !== QUOTE) return -1;
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code !== BACKSLASH) continue;
    at += 1;
    if (LINE_TERMINATOR.test(text.charAt(at))) return -1;
  }
  return -1;
}

/** A text in Go's quotes, without them. */
export function unquoted(text: string): string {
  if (!text.includes("\\")) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** Where the key begins that ends before an equals sign; -1: what stands there is none. */
function keyStart(text: string, equals: number): number {
  let start = equals;
  while (start > 0 && OF_A_KEY[text.charCodeAt(start - 1)] === true) start -= 1;
  const isKey = start < equals && BEGINS_A_KEY[text.charCodeAt(start)] === true;
  return isKey && (start === 0 || BEFORE_A_KEY.test(text.charAt(start - 1))) ? start : -1;
}

function unquotedEnd(text: string, from: number): number {
  VALUE_END.lastIndex = from;
  return VALUE_END.exec(text)?.index ?? text.length;
}

function codesOf(pattern: RegExp): readonly boolean[] {
  return Array.from({ length: 128 }, (_, code) => pattern.test(String.fromCharCode(code)));
}
