import { plainText } from "./plain-text.ts";

// What GitHub links as a commit, whole or shortened: seven hexadecimal digits or more, of which one is a letter, or forty.
const COMMIT = /(?<![\da-z])(?:(?=\d*[a-f])[\da-f]{7,64}|\d{40})(?![\da-z])/gi;

/**
 * Makes any text inert in GitHub-flavoured Markdown, wherever in a line it stands: no markup, no HTML, no table cell border, no list,
 * no mention, reference, emoji or link. Spaces around it are gone.
 *
 * Routers' logs and error texts are written by others, and end up in comments.
 */
export function escapeMarkdown(text: string): string {
  return (
    plainText(text)
      .trim()
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_{}[\]()#+!|~$=-]/g, (character) => `\\${character}`)
      .replace(/^(\d+)\.(?=\s|$)/, "$1\\.")
      // A zero-width joiner breaks what GitHub would turn into a mention, a reference, an emoji or a link.
      .replace(/@/g, "\u200d@\u200d")
      .replace(/\\#(?=\w)/g, "\\#\u200d")
      .replace(/(?<![\da-z])(GH|GHSA|CVE)\\-(?=\w)/gi, "$1\\-\u200d")
      .replace(/\/(?=\/)/g, "/\u200d")
      .replace(/(?:mailto|xmpp):/gi, (prefix) => `${prefix}\u200d`)
      .replace(COMMIT, (hash) => hash.replace(/.{6}(?=.)/g, "$&\u200d"))
      .replace(/www\./gi, (prefix) => `${prefix.slice(0, 3)}\u200d.`)
      .replace(/:(?=[\w+\\-]+(?::|$))/g, ":\u200d")
  );
}
