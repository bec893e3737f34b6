import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const END_BYTES = 256 * 1024;
const MOST_LINES = 5;
const LONGEST_LINE = 300;

/**
 * The end of a program's log, for a message: its last lines, or why it crashed. JSON lines are cut down to message and error,
 * and stack traces are left out.
 */
export function lastWords(log: string): string {
  const lines = log.split("\n").filter((line) => line.trim() !== "" && !isStackFrame(line));
  const crash = lines.findLastIndex((line) => /^(panic|fatal error):/.test(line));
  const last = crash < 0 ? lines.slice(-MOST_LINES) : lines.slice(crash, crash + 1);
  return last.map((line) => plainLine(line).slice(0, LONGEST_LINE)).join("\n");
}

/** The last words of a program whose log is this file; none of one that is not there. */
export function lastWordsOf(path: string): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return "";
  }
  try {
    return lastWords(endOf(file));
  } finally {
    closeSync(file);
  }
}

/** As much of the end of an open log as can hold its last words. */
export function endOf(file: number): string {
  const { size } = fstatSync(file);
  const bytes = Buffer.alloc(Math.min(size, END_BYTES));
  readSync(file, bytes, 0, bytes.length, size - bytes.length);
  return bytes.toString("utf8");
}

function isStackFrame(line: string): boolean {
  return /^(\s+(at )?\S|goroutine \d|#\d+: )/.test(line);
}

function plainLine(line: string): string {
  try {
    const { msg, error } = JSON.parse(line) as { msg?: unknown; error?: unknown };
    if (typeof msg === "string") return typeof error === "string" ? `${msg}: ${error}` : msg;
  } catch {
    // Not every program writes JSON.
  }
  return line;
}
