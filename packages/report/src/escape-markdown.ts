import { plainText } from "./plain-text.ts";

// What GitHub links as a commit, whole or shortened: seven hexadecimal digits or more, of which one is a letter, or forty.
const COMMIT = /\b(?:(?=\d*[a-f])[\da-f]{7,64}|\d{40})\b/gi;

/**
 * Makes any text inert in GitHub-flavoured Markdown: no markup, no HTML, no table cell border, no mention, reference or link.
 *
 * Routers' logs and error texts are written by others, and end up in comments.
 */
export function escapeMarkdown(text: string): string {
  return (
    plainText(text)
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_{}[\]()#+!|~$-]/g, (character) => `\\${character}`)
      // A zero-width joiner breaks what GitHub would turn into a mention, a reference or a link.
      .replace(/@/g, "@\u200d")
      .replace(/\\#(?=\w)/g, "\\#\u200d")
      .replace(/\b(GH)\\-(?=\d)/gi, "$1\\-\u200d")
      .replace(/:\/\//g, ":\u200d//")
      .replace(/\b(?:mailto|xmpp):/gi, (prefix) => `${prefix}\u200d`)
      .replace(COMMIT, (hash) => hash.replace(/.{6}(?=.)/g, "$&\u200d"))
      .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, 3)}\u200d.`)
      .replace(/:(?=[a-z0-9+-]+:)/gi, ":\u200d")
  );
}
