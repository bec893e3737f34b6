import { escapeMarkdown } from "@wa-routing/report/inert";

const HIDDEN = Buffer.from("***");

/** A shorter one stands in too much that is none of its own: it is masked in the log, and left alone elsewhere. */
const SHORTEST = 4;

/** Takes secrets out of bytes that come in pieces of any length. */
export interface ByteRedactor {
  /** The next piece, as far as no secret can have begun in what is held back. */
  push(piece: Uint8Array): Buffer;
  /** What was held back. */
  end(): Buffer;
}

/** Takes secrets out of everything that leaves the job: as they are, and as JSON, an address, Markdown or HTML writes them. */
export class Redactor {
  // Longest first: where one secret begins as another does, no rest of the longer one is left.
  readonly #hidden: readonly Buffer[];

  constructor(secrets: readonly string[]) {
    const forms = secrets.filter(({ length }) => length >= SHORTEST).flatMap(formsOf);
    this.#hidden = [...new Set(forms)].map((form) => Buffer.from(form)).toSorted((a, b) => b.length - a.length);
  }

  /** Whether there is anything to be taken out. */
  get isIdle(): boolean {
    return this.#hidden.length === 0;
  }

  text(text: string): string {
    return this.isIdle ? text : this.bytes(Buffer.from(text)).toString("utf8");
  }

  /** Data as JSON knows it, with every text redacted: before it is rendered, and so in whatever way it is written then. */
  data<Data>(data: Data): Data {
    if (typeof data === "string") return this.text(data) as Data;
    if (Array.isArray(data)) return data.map((item: unknown) => this.data(item)) as Data;
    if (data === null || typeof data !== "object" || this.isIdle) return data;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [this.text(key), this.data(value)])) as Data;
  }

  bytes(bytes: Uint8Array): Buffer {
    const stream = this.stream();
    return Buffer.concat([stream.push(bytes), stream.end()]);
  }

  /** For bytes that are too many to be held at once. */
  stream(): ByteRedactor {
    const longest = this.#hidden[0]?.length ?? 1;
    let held: Buffer = Buffer.alloc(0);
    const take = (upTo: (all: Buffer) => number, piece: Uint8Array) => {
      const all = Buffer.concat([held, piece]);
      const { clean, rest } = this.#clean(all, upTo(all));
      held = rest;
      return clean;
    };
    return {
      push: (piece) => take(({ length }) => length - longest + 1, piece),
      end: () => take(({ length }) => length, Buffer.alloc(0)),
    };
  }

  /** Cleans what begins before an end; what is after it, or after a secret that crosses it, is the rest. */
  #clean(bytes: Buffer, end: number): { readonly clean: Buffer; readonly rest: Buffer } {
    const parts: Buffer[] = [];
    const next = this.#hidden.map((form) => bytes.indexOf(form));
    let position = 0;
    for (;;) {
      for (const [index, form] of this.#hidden.entries()) {
        const at = next[index] as number;
        if (at >= 0 && at < position) next[index] = bytes.indexOf(form, position);
      }
      const first = firstOf(next);
      if (first === null || first.at >= end) break;
      parts.push(bytes.subarray(position, first.at), HIDDEN);
      position = first.at + (this.#hidden[first.index] as Buffer).length;
    }
    const cut = Math.max(position, Math.min(end, bytes.length));
    parts.push(bytes.subarray(position, cut));
    return { clean: Buffer.concat(parts), rest: Buffer.from(bytes.subarray(cut)) };
  }
}

/** The earliest place; of several at one place the longest form, which stands first. */
function firstOf(places: readonly number[]): { readonly at: number; readonly index: number } | null {
  let first: { at: number; index: number } | null = null;
  for (const [index, at] of places.entries()) {
    if (at >= 0 && (first === null || at < first.at)) first = { at, index };
  }
  return first;
}

function formsOf(secret: string): string[] {
  const html = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    escapeMarkdown(secret),
    html,
    html.replaceAll("'", "&#39;"),
    html.replaceAll("'", "&apos;"),
  ];
}
