import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { isGone } from "../process/end-processes.ts";
import { identify } from "../process/process-identity.ts";
import { spawnGuarded } from "./guarded-child.ts";

/** The program says its own number, then waits. */
const WAITS = ["-c", "echo $$; exec sleep 60"];

async function numberFrom(stream: NodeJS.ReadableStream): Promise<number> {
  const [chunk] = (await once(stream, "data")) as [Buffer];
  return Number(chunk.toString());
}

test("its output, and its exit code", async () => {
  const child = spawnGuarded("/bin/sh", ["-c", "echo out; echo err >&2; exit 7"]);
  const [out, err] = [child.stdout, child.stderr].map((stream) => once(stream, "data"));
  expect(String(await out)).toBe("out\n");
  expect(String(await err)).toBe("err\n");
  expect(await child.ended).toEqual({ exitCode: 7, stopped: false });
});

test("stopping it ends the program", async () => {
  const child = spawnGuarded("/bin/sh", WAITS);
  const program = identify(await numberFrom(child.stdout));
  await child.stop();
  expect(program).not.toBeNull();
  expect(await isGone(program!, 1000)).toBe(true);
  expect(await child.ended).toMatchObject({ stopped: true });
});

test("a program that is not there ends at once", async () => {
  const child = spawnGuarded("/not/there", []);
  expect(await child.ended).toEqual({ exitCode: 127, stopped: false });
});

test("killing whoever started it ends the program, too", { timeout: 90_000 }, async () => {
  const file = new URL("guarded-child.ts", import.meta.url).href;
  const script = `import { spawnGuarded } from ${JSON.stringify(file)};
    spawnGuarded("/bin/sh", ${JSON.stringify(WAITS)}).stdout.pipe(process.stdout);`;
  const node = ["--conditions=@wa-routing/source", "--import", import.meta.resolve("tsx"), "--input-type=module", "-e"];
  const owner = spawn(process.execPath, [...node, script], { stdio: ["ignore", "pipe", "inherit"] });
  const program = identify(await numberFrom(owner.stdout));
  owner.kill("SIGKILL");
  expect(program).not.toBeNull();
  expect(await isGone(program!, 5000)).toBe(true);
});
