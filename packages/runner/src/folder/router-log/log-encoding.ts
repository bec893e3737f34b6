/**
 * The pieces of a log in UTF-8, whatever it is written in: PowerShell writes UTF-16, with or without a byte order mark. Bytes that
 * are UTF-8 already are handed on as they are.
 */
export async function* inUtf8(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoding = new LogEncoding();
  for await (const piece of pieces) yield encoding.push(piece);
  yield encoding.end();
}

class LogEncoding {
  #utf16: InstanceType<typeof TextDecoder> | null = null;
  #first: number | null = null;
  #isKnown = false;

  push(chunk: Uint8Array): Uint8Array {
    if (this.#isKnown) return this.#converted(chunk);
    if (chunk.length === 0) return chunk;
    if (this.#first === null && chunk.length === 1) {
      this.#first = chunk[0] as number;
      return new Uint8Array();
    }
    const bytes = this.#first === null ? chunk : Uint8Array.of(this.#first, ...chunk);
    this.#isKnown = true;
    this.#first = null;
    const name = utf16Of(bytes[0] as number, bytes[1] as number);
    if (name !== null) this.#utf16 = new TextDecoder(name);
    return this.#converted(bytes);
  }

  /** What is left when the file has ended. */
  end(): Uint8Array {
    return this.#first === null ? this.#converted(new Uint8Array(), true) : Uint8Array.of(this.#first);
  }

  #converted(bytes: Uint8Array, isLast = false): Uint8Array {
    return this.#utf16 === null ? bytes : new TextEncoder().encode(this.#utf16.decode(bytes, { stream: !isLast }));
  }
}

function utf16Of(first: number, second: number): string | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // A log begins with a character of ASCII, whose other half is 0.
  if (first !== 0 && second === 0) return "utf-16le";
  return first === 0 && second !== 0 ? "utf-16be" : null;
}
