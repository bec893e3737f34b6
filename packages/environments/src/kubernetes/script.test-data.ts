import { writeFileSync } from "node:fs";

/** Writes a program that does as a shell's script says; returns its path. */
export function writeScript(path: string, script: string): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}
