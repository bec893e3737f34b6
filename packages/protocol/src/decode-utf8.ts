const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Bytes read as UTF-8 the way Go does: every byte that starts no valid sequence becomes one U+FFFD, and the next byte is tried.
 *
 * (The web's own decoder makes one U+FFFD of a whole truncated sequence.)
 *
 * @see https://pkg.go.dev/unicode/utf8#DecodeRune
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const whole = decodeOrNull(bytes);
  if (whole !== null) return whole;
  let text = "";
  for (let position = 0; position < bytes.length; ) {
    const length = sequenceLength(bytes[position] as number);
    const decoded = decodeOrNull(bytes.subarray(position, position + length));
    text += decoded ?? "\uFFFD";
    position += decoded === null ? 1 : length;
  }
  return text;
}

function decodeOrNull(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

function sequenceLength(leadByte: number): number {
  if (leadByte < 0xc0) return 1;
  if (leadByte < 0xe0) return 2;
  return leadByte < 0xf0 ? 3 : 4;
}
