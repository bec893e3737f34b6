import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { vi } from "vitest";

// What each does is kept in files of the folder `$D`; every call is written down first. A number is there whole or not at all: whoever
// reads it kills that process, and 0 would be our own group.
const HANG = `hang() { echo $$ >"$D/$1.new"; mv "$D/$1.new" "$D/$1"; exec sleep 300; }`;
const SCRIPTS = {
  kind: `case "$1 $2" in
"get clusters")
  if [ -e "$D/list-fails" ]; then cat "$D/list-fails" >&2; exit 1; fi
  cat "$D/clusters" ;;
"get nodes") echo "$4-control-plane" ;;
"export kubeconfig") : ;;
"create cluster")
  cat >"$D/config"
  echo "$4" >>"$D/clusters"
  sed -n 's/.*"wa-routing.owner":"\\([^"]*\\)".*/\\1/p' "$D/config" >"$D/token-of-$4"
  if [ -e "$D/create-hangs" ]; then hang hanging; fi
  if [ -e "$D/create-fails" ]; then cat "$D/create-fails" >&2; exit 1; fi ;;
"delete cluster")
  if [ -e "$D/delete-fails" ]; then cat "$D/delete-fails" >&2; exit 1; fi
  if [ -e "$D/delete-hangs" ]; then hang deleting; fi
  grep -vx "$4" "$D/clusters" >"$D/clusters.new"; mv "$D/clusters.new" "$D/clusters" ;;
"load docker-image")
  if [ -e "$D/load-fails" ]; then cat "$D/load-fails" >&2; exit 1; fi
  if [ ! -e "$D/load-lost" ]; then echo "$3" >>"$D/in-node"; fi ;;
"load image-archive") cat "$3" >>"$D/in-node" ;;
esac`,
  docker: `case "$1 $2" in
"inspect --format") [ -e "$D/ports" ] && cat "$D/ports" ;;
"image inspect")
  for image; do :; done
  grep -qx "$image" "$D/images" || { echo "Error: No such image: $image" >&2; exit 1; }
  echo "sha256:id-of-$image" ;;
"pull "*)
  grep -qx "$2" "$D/registry" || { echo "Error response from daemon: manifest for $2 not found: manifest unknown" >&2; exit 1; }
  echo "$2" >>"$D/images" ;;
"tag "*) echo "$3" >>"$D/images" ;;
"version --format") echo linux/amd64 ;;
"save --platform") echo "$6" >"$5" ;;
"exec "*)
  for image; do :; done
  grep -qx "$image" "$D/in-node" || { echo "no such image" >&2; exit 1; }
  [ -e "$D/stale" ] && id=older-$image || id=id-of-$image
  echo "{\\"status\\":{\\"id\\":\\"sha256:$id\\",\\"repoDigests\\":[\\"docker.io/$image@sha256:manifest\\"]}}" ;;
esac`,
  kubectl: `for token in "$D"/token-of-*; do [ -e "$token" ] && label=$(cat "$token"); done
if [ -e "$D/no-api" ]; then echo "The connection to the server was refused" >&2; exit 1; fi
echo "{\\"items\\":[{\\"metadata\\":{\\"labels\\":{\\"wa-routing/owner\\":\\"$label\\"}}}]}"`,
} as const;

/** Files that change what the stand-ins do, by name; their text is what a program then says. */
type Change =
  | "clusters"
  | "images"
  | "in-node"
  | "ports"
  | "registry"
  | "no-api"
  | "create-fails"
  | "create-hangs"
  | "delete-fails"
  | "delete-hangs"
  | "list-fails"
  | "load-fails"
  | "load-lost"
  | "stale"
  | `token-of-${string}`;

/** Stand-ins for kind, docker and kubectl, first on the PATH, in a state folder of their own. */
export class StandInPrograms {
  readonly folder = mkdtempSync(join(tmpdir(), "wa-routing-test-programs-"));

  constructor() {
    for (const [name, script] of Object.entries(SCRIPTS)) {
      const text = `#!/bin/sh\nD="${this.folder}"\necho "${name} $*" >>"$D/calls"\n${HANG}\n${script}\n`;
      writeFileSync(join(this.folder, name), text, { mode: 0o755 });
    }
    for (const name of ["clusters", "images", "registry", "in-node", "calls"])
      writeFileSync(join(this.folder, name), "");
    vi.stubEnv("PATH", `${this.folder}${delimiter}${process.env.PATH}`);
    vi.stubEnv("XDG_STATE_HOME", join(this.folder, "state"));
    vi.stubEnv("WA_ROUTING_KIND_NODE_IMAGE", "");
  }

  set(change: Change, text = ""): void {
    writeFileSync(join(this.folder, change), text);
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** What was called, in its order, with these words in it. */
  calls(words = ""): string[] {
    return this.read("calls")
      .split("\n")
      .filter((line) => line !== "" && line.includes(words));
  }

  end(): void {
    for (const hangs of ["hanging", "deleting"]) if (this.has(hangs)) killIfThere(Number(this.read(hangs)));
    vi.unstubAllEnvs();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
