// Control and format characters (bidirectional overrides and marks among them), and what else ends a line.
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text that others wrote as one line: it moves no cursor, turns no direction, and hides nothing. */
export function plainText(text: string): string {
  return text.replace(NOT_PLAIN, " ");
}

/**
 * Lines for a log that GitHub Actions reads along with, so that none is a workflow command: `::name::` at the start of a line, or
 * `##[name]` anywhere in it, is broken by a zero-width space.
 */
export function withoutWorkflowCommands(text: string): string {
  return text.replace(/^(\s*:)(?=:)/gm, "$1\u200b").replace(/#(?=#\[)/g, "#\u200b");
}
