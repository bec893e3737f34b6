import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const stamp = new URL("node_modules/.wa-routing-installed", root);

/** Installs from the lock, quietly, and only when it has changed since. */
export function installIfNeeded() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`wa-routing needs Node 20.19 or newer; this is ${process.version}\n`);
    process.exit(2);
  }
  const lock = createHash("sha256")
    .update(readFileSync(new URL("package-lock.json", root)))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  process.stderr.write("installing from package-lock.json …\n");
  const { status, stdout, stderr } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}\nnpm ci failed: see above\n`);
    process.exit(4);
  }
  writeFileSync(stamp, lock);
}
