import { homedir } from "node:os";
import { join } from "node:path";

/** Where programs go that wa-routing installs for itself: in the user's cache folder, touched by nobody else. */
export function privateFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "wa-routing");
}
