import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll } from "vitest";
import { temporaryFolder } from "../command.ts";

const action = fileURLToPath(new URL("../../packages/action/", import.meta.url));
const tsup = fileURLToPath(new URL("../../node_modules/tsup/dist/cli-default.js", import.meta.url));

/** The folder of the bundle that users run: what has just been built, as in the gate, or built into a folder from what stands here. */
export async function actionBundle(folder: string): Promise<string> {
  const dist = process.env.WA_ROUTING_BUILT === "1" ? join(action, "dist") : join(folder, "dist");
  if (process.env.WA_ROUTING_BUILT !== "1") {
    await execa(process.execPath, [tsup, "--out-dir", dist, "--silent"], { cwd: action });
  }
  for (const entry of ["main.js", "post.js", "server-process.js"]) statSync(join(dist, entry));
  return dist;
}

/** A folder for the tests of a file, and the action's bundle, which is there when the first of them begins. */
export function bundledAction(): { readonly folder: string; readonly bundle: string } {
  const folder = temporaryFolder();
  let bundle = "";
  beforeAll(async () => {
    bundle = await actionBundle(folder.path);
  }, 120_000);
  afterAll(folder.remove);
  return {
    folder: folder.path,
    get bundle() {
      return bundle;
    },
  };
}
