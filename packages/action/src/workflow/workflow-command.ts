import { randomUUID } from "node:crypto";

/** What GitHub shows beside a step. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** A workflow command as a line of standard output: nothing in its texts ends it early or begins another. */
export function workflowCommand(name: string, data: string, properties: Readonly<Record<string, string>> = {}): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name}${written.length === 0 ? "" : ` ${written.join(",")}`}::${escapeData(data)}\n`;
}

/** An annotation as a line of standard output. */
export function annotationCommand({ level, title, message }: Annotation): string {
  return workflowCommand(level, message, { title });
}

/** Keeps a text out of every log of the job. GitHub compares by line, so each line is a mask of its own. */
export function maskCommands(secret: string): string {
  const lines = secret.split(/[\r\n]+/).filter((line) => line.trim() !== "");
  return [...new Set([secret, ...lines])].map((text) => workflowCommand("add-mask", text)).join("");
}

/** Text that others wrote, between two lines that have the runner act on nothing in it: only who knows the word could end that. */
export function quoted(text: string, word: string = randomUUID()): string {
  return `::stop-commands::${word}\n${text}${text.endsWith("\n") ? "" : "\n"}::${word}::\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
