import { link } from "./markdown-blocks.ts";
import { shortMarkdown } from "./markdown-writer.ts";

const LONGEST_SHA_BYTES = 60;

/** A commit by the beginning of its hash, linked where there is an address. */
export function commitLink({ sha, url }: { readonly sha: string; readonly url: string | null }): string {
  const name = /^[\da-f]{7,64}$/i.test(sha) ? `\`${sha.slice(0, 7)}\`` : shortMarkdown(sha, LONGEST_SHA_BYTES);
  return link(name, url) ?? name;
}
