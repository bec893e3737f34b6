import { escapeMarkdown } from "./escape-markdown.ts";
import { bytesOf } from "./markdown-room.ts";
import { shortened } from "./terminal-text.ts";

/** Writes somebody's text as inert Markdown. */
export type Writer = (text: string) => string;

const SHORT_BYTES = 300;

/** Writes texts whole, or no longer than a line or two. */
export function writer({ whole }: { readonly whole: boolean }): Writer {
  return whole ? escapeMarkdown : (text) => shortMarkdown(text, SHORT_BYTES);
}

/** Somebody's text as inert Markdown of at most so many bytes; where it is longer, its middle is left out. */
export function shortMarkdown(text: string, mostBytes: number): string {
  let length = Math.min(text.length, mostBytes);
  for (;;) {
    const written = escapeMarkdown(shortened(text, length));
    const bytes = bytesOf(written);
    if (bytes <= mostBytes) return written;
    length = Math.min(length - 1, Math.ceil((length * mostBytes) / bytes));
  }
}
