import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CLUSTER_TOOLS, type PinnedTool } from "./pinned-tool.ts";
import { provideTools, useCachedTools } from "./provide-tools.ts";

const PROGRAM = "#!/bin/sh\necho kind of a program\n";
const sha256 = createHash("sha256").update(PROGRAM).digest("hex");

let folder: string;
let server: Server;
let asked: string[];
let lines: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-tools-"));
  vi.stubEnv("RUNNER_TOOL_CACHE", join(folder, "cache"));
  vi.stubEnv("RUNNER_TEMP", join(folder, "temp"));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  asked = [];
  lines = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.statusCode = request.url === "/kind" ? 200 : 404;
    response.end(PROGRAM);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await new Promise((resolve) => void server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function tool(path: string, digest = sha256): PinnedTool {
  const { port } = server.address() as AddressInfo;
  return {
    name: "kind",
    version: "1.2.3",
    downloads: { x64: { url: `http://127.0.0.1:${port}${path}`, sha256: digest } },
  };
}

async function provide(pinned: PinnedTool, env: NodeJS.ProcessEnv = { PATH: "/usr/bin:/bin" }, arch = "x64") {
  const signal = new AbortController().signal;
  await provideTools([pinned], { env, arch, signal, line: (text) => void lines.push(text) });
  return env;
}

test("a tool with the pinned bytes is installed and leads PATH", async () => {
  const env = await provide(tool("/kind"));
  expect((await execa("kind", { env, extendEnv: false })).stdout).toBe("kind of a program");
  expect(env.PATH).toMatch(/:\/usr\/bin:\/bin$/);
  expect(readdirSync(join(folder, "temp"))).toEqual([]);
});

test("a second step takes it from the tool cache", async () => {
  await provide(tool("/kind"));
  const env = await provide(tool("/kind"));
  expect(asked).toEqual(["/kind"]);
  expect(lines.at(-1)).toBe("kind 1.2.3: from the runner's tool cache");
  expect((await execa("kind", { env, extendEnv: false })).stdout).toBe("kind of a program");
});

test("what lies in the tool cache with other bytes is not used", async () => {
  const env = await provide(tool("/kind"));
  const cached = env.PATH?.split(delimiter)[0] ?? "";
  writeFileSync(join(cached, "kind"), "#!/bin/sh\necho something else\n");
  const again = await provide(tool("/kind"));
  expect(asked).toEqual(["/kind", "/kind"]);
  expect((await execa("kind", { env: again, extendEnv: false })).stdout).toBe("kind of a program");
});

test("other bytes than the pinned ones are refused, and nothing of them stays", async () => {
  const env: NodeJS.ProcessEnv = { PATH: "/usr/bin:/bin" };
  await expect(provide(tool("/kind", "0".repeat(64)), env)).rejects.toMatchObject({
    code: "INSTALL_FAILED",
    field: "kind",
    expected: `sha256 ${"0".repeat(64)}`,
    message: expect.stringContaining(`its sha256 is ${sha256}`),
  });
  expect(env.PATH).toBe("/usr/bin:/bin");
  expect(readdirSync(folder)).not.toContain("cache");
  expect(readdirSync(join(folder, "temp"))).toEqual([]);
});

test("an address that does not have it is named", async () => {
  await expect(provide(tool("/nothing"))).rejects.toMatchObject({
    code: "INSTALL_FAILED",
    message: expect.stringMatching(/\/nothing: .*404/),
  });
});

test("a processor without a pinned program is refused before anything is asked for", async () => {
  await expect(provide(tool("/kind"), undefined, "riscv64")).rejects.toMatchObject({ code: "INSTALL_FAILED" });
  expect(asked).toEqual([]);
});

test("what is on PATH is left as it is", async () => {
  const env = { PATH: "/usr/bin:/bin" };
  await provide({ ...tool("/kind"), name: "sh" as PinnedTool["name"] }, env);
  expect(asked).toEqual([]);
  expect(env.PATH).toBe("/usr/bin:/bin");
  expect(lines).toEqual([expect.stringMatching(/^sh: \/.*\/sh, which was on PATH$/)]);
});

test("post finds what main has installed, behind what is on PATH, and downloads nothing", async () => {
  await provide(
    { ...tool("/kind"), downloads: { [process.arch]: tool("/kind").downloads.x64 as never } },
    undefined,
    process.arch,
  );
  const env: NodeJS.ProcessEnv = { PATH: "/usr/bin:/bin", RUNNER_TOOL_CACHE: join(folder, "cache") };
  useCachedTools([tool("/kind"), { ...tool("/nothing"), name: "kubectl" }], env);
  expect(env.PATH).toMatch(/^\/usr\/bin:\/bin:[^:]+$/);
  expect((await execa("kind", { env, extendEnv: false })).stdout).toBe("kind of a program");
  expect(asked).toEqual(["/kind"]);
});

test("every pinned tool names its bytes for both processors of GitHub's runners", () => {
  for (const { version, downloads } of CLUSTER_TOOLS) {
    expect(Object.keys(downloads)).toEqual(["x64", "arm64"]);
    const rows = Object.values(downloads);
    expect(new Set(rows.map((row) => row.sha256)).size).toBe(rows.length);
    for (const { url, sha256: digest } of rows) {
      expect(url).toContain(`v${version}`);
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
    }
  }
});
