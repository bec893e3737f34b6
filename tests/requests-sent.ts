import { existsSync, readFileSync } from "node:fs";

/** How many requests a run has recorded so far in a file of its folder; 0 where it is not there yet. */
export function requestsSent(file: string): number {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
}
