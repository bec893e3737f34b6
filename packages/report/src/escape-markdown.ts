/**
 * Makes any text inert in GitHub-flavoured Markdown: no markup, no HTML, no table cell border, no mention, reference or link.
 *
 * Routers' logs and error texts are written by others, and end up in comments.
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_{}[\]()#+!|~$-]/g, (character) => `\\${character}`)
      // A zero-width joiner breaks what GitHub would turn into a mention, a reference or a link.
      .replace(/@/g, "@\u200d")
      .replace(/\\#(?=\w)/g, "\\#\u200d")
      .replace(/\b(GH)\\-(?=\d)/gi, "$1\\-\u200d")
      .replace(/:\/\//g, ":\u200d//")
      .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, 3)}\u200d.`)
      .replace(/:(?=[a-z0-9+-]+:)/gi, ":\u200d")
  );
}
