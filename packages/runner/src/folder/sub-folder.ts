import { existsSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";

/**
 * A folder in a run's folder, which others may have made: neither its name nor a link leads out of it, so that nothing is read
 * or written elsewhere.
 *
 * @throws WaRoutingError `FILE_INVALID`
 */
export function subFolder(path: string, name: string): string {
  const folder = join(path, name);
  const isThere = existsSync(folder);
  const [outer, inner] = isThere ? [realpathSync(path), realpathSync(folder)] : [resolve(path), resolve(folder)];
  if (inner.startsWith(`${outer.endsWith(sep) ? outer.slice(0, -1) : outer}${sep}`)) return folder;
  throw new WaRoutingError(`${folder} leads out of the run's folder`, {
    code: "FILE_INVALID",
    field: folder,
    value: inner,
    expected: "a folder in the folder of the run",
    remedy: "copy what it leads to into the run's folder",
  });
}
