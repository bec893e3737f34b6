import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Options of a standalone gateway whose Envoy can only say its version, and whose endpoint picker is this shell script. */
export function standInPrograms(folder: string, { epp }: { readonly epp: string }): string[] {
  const home = mkdtempSync(join(folder, "programs-"));
  const program = (name: string, script: string) => {
    const path = join(home, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  };
  const envoy = program("envoy", "echo 'envoy version: 0/1.40.0/Clean/RELEASE/BoringSSL'");
  return ["--environment", "standalone", "--envoy-bin", envoy, "--epp-bin", program("epp", epp)];
}
