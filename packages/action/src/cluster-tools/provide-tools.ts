import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cacheFile, downloadTool, find } from "@actions/tool-cache";
import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";
import { orAborted } from "wa-routing";
import type { PinnedTool } from "./pinned-tool.ts";

/** What tools are provided with. */
export interface ToolProvision {
  /** PATH is led by what was installed. The runner has set RUNNER_TOOL_CACHE and RUNNER_TEMP. */
  readonly env: NodeJS.ProcessEnv;
  readonly line: (text: string) => void;
  readonly signal: AbortSignal;
  /** As Node names it. Default: this machine's. */
  readonly arch?: string;
}

/**
 * Sees to it that each tool is on PATH: as it is there already, else from the runner's tool cache, else downloaded into it. What was
 * downloaded is used only if its bytes are those that were pinned, each time anew.
 *
 * @throws WaRoutingError `INSTALL_FAILED` with what was expected and what was found.
 */
export async function provideTools(tools: readonly PinnedTool[], provision: ToolProvision): Promise<void> {
  for (const tool of tools) {
    const { env, line, signal } = provision;
    const there = await onPath(tool.name, env);
    if (there !== null) {
      line(`${tool.name}: ${there}, which was on PATH`);
      continue;
    }
    const folder = await orAborted(install(tool, provision), signal);
    env.PATH = `${folder}${delimiter}${env.PATH ?? ""}`;
  }
}

/** Puts on PATH what an earlier step of the job has brought into the tool cache. Nothing is downloaded. */
export function useCachedTools(tools: readonly PinnedTool[], env: NodeJS.ProcessEnv): void {
  if ((env.RUNNER_TOOL_CACHE ?? "") === "") return;
  for (const { name, version } of tools) {
    const folder = find(name, version, process.arch);
    // Behind: what was on PATH for the step is what has made the cluster.
    if (folder !== "") env.PATH = `${env.PATH ?? ""}${delimiter}${folder}`;
  }
}

async function install(tool: PinnedTool, { line, arch = process.arch }: ToolProvision): Promise<string> {
  const { name, version, downloads } = tool;
  const download = process.platform === "linux" ? downloads[arch] : undefined;
  if (download === undefined) {
    throw refusal(
      name,
      `there is no pinned ${name} for ${process.platform} on ${arch}`,
      "a runner with Linux on x64 or arm64",
    );
  }
  const cached = find(name, version, arch);
  if (cached !== "" && (await sha256Of(join(cached, name))) === download.sha256) {
    line(`${name} ${version}: from the runner's tool cache`);
    return cached;
  }
  line(`${name} ${version}: ${download.url}`);
  const file = await downloadTool(download.url).catch((error: unknown) => {
    throw refusal(name, `${download.url}: ${(error as Error).message}`, "the program", error);
  });
  try {
    const found = await sha256Of(file);
    if (found !== download.sha256) {
      throw refusal(
        name,
        `${download.url} is not what was pinned: its sha256 is ${found}`,
        `sha256 ${download.sha256}`,
      );
    }
    const folder = await cacheFile(file, name, name, version, arch);
    await chmod(join(folder, name), 0o755);
    return folder;
  } finally {
    await rm(file, { force: true });
  }
}

async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const { stdout, failed } = await execa("sh", ["-c", 'command -v "$0"', name], {
    env,
    extendEnv: false,
    reject: false,
  });
  return failed || stdout === "" ? null : stdout;
}

/** Null: it cannot be read. */
async function sha256Of(file: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    return null;
  }
  return hash.digest("hex");
}

function refusal(field: string, sentence: string, expected: string, cause?: unknown): WaRoutingError {
  return new WaRoutingError(`${field} could not be installed: ${sentence}`, {
    code: "INSTALL_FAILED",
    field,
    expected,
    remedy: `install ${field} in a step before this one, so that it is on PATH`,
    cause,
  });
}
