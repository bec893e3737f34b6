import { accessSync, constants, statSync } from "node:fs";
import type { RouterLogSource } from "@wa-routing/environments";
import { WaRoutingError } from "@wa-routing/protocol";

/** What `--router-log` names. @param isAwaited Whether a file may come later. @throws WaRoutingError `OPTION_INVALID` for what cannot be read. */
export function logSource(text: string, isAwaited: boolean): RouterLogSource {
  if (text === "-") return { source: "stream", stream: process.stdin };
  if (text.startsWith("command:")) return { source: "command", command: text.slice("command:".length) };
  const status = logStatus(text);
  if (status === undefined && !isAwaited) {
    throw unreadableLog(text, "there is no such file", "with --router-log-wait it is waited for");
  }
  if (status === undefined || status.isFile()) return { source: "file", path: text };
  if (status.isFIFO()) return { source: "pipe", path: text };
  throw unreadableLog(text, status.isDirectory() ? "it is a folder" : "it is neither a file nor a pipe");
}

function logStatus(path: string) {
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status !== undefined) accessSync(path, constants.R_OK);
    return status;
  } catch (error) {
    throw unreadableLog(path, (error as Error).message);
  }
}

function unreadableLog(path: string, why: string, remedy?: string): WaRoutingError {
  return new WaRoutingError(`--router-log ${path} cannot be read: ${why}`, {
    code: "OPTION_INVALID",
    field: "--router-log",
    value: path,
    expected: 'a file, a pipe, command:"…", or - for standard input',
    ...(remedy === undefined ? {} : { remedy }),
  });
}
