import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WaRoutingError } from "@wa-routing/protocol";
import type { EppFlavour, EppSource } from "./flavour/epp-flavour.ts";
import { isExecutable, namedProgram } from "./named-program.ts";

// Loaded when a program is run: pickers are named long before.
const runner = async () => (await import("execa")).execa;

/**
 * Where the reference picker is: as named, by `WA_ROUTING_EPP_BIN`, or in this checkout, where it can also be built.
 *
 * @throws WaRoutingError `PROGRAM_MISSING`, or `OPTION_INVALID` for one that was named and is not there.
 */
export async function findEpp(named: string | undefined, env: NodeJS.ProcessEnv = process.env): Promise<EppSource> {
  const found = namedProgram({
    flag: "--epp-bin",
    path: named,
    variable: "WA_ROUTING_EPP_BIN",
    formerVariable: "WA_ROUTING_EPP",
    env,
  });
  if (found !== null) return { source: "program", path: found };
  const module = eppModule();
  if (module === null) {
    throw missing("there is no endpoint picker, and this is no checkout in which it could be built", {
      remedy: "build epp/ in a checkout of wa-routing, and give --epp-bin PATH or WA_ROUTING_EPP_BIN",
    });
  }
  const path = join(module, "bin", "epp");
  if (isExecutable(path)) return { source: "program", path };
  const { failed } = await (await runner())("go", ["version"], { reject: false, env });
  if (!failed) return { source: "build", path, module };
  throw missing("the endpoint picker is not built, and there is no Go to build it with", {
    remedy: "install Go 1.26 or newer (https://go.dev/dl), or give --epp-bin PATH or WA_ROUTING_EPP_BIN",
  });
}

/**
 * The program of a picker; the reference picker is built first where it must be, which takes a minute or more.
 *
 * @throws WaRoutingError as the flavour's `find`, and `ENVIRONMENT_NOT_STARTED` when it cannot be built.
 */
export async function ensureEpp(
  flavour: Pick<EppFlavour, "find">,
  named: string | undefined,
  signal?: AbortSignal,
): Promise<string> {
  const epp = await flavour.find(named);
  if (epp.source === "program") return epp.path;
  process.stderr.write(`building the endpoint picker in ${epp.module}; the first time takes a minute or more\n`);
  const build = await (await runner())("go", ["build", "-trimpath", "-o", epp.path, "./cmd/epp"], {
    cwd: epp.module,
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    stdin: "ignore",
    stdout: "ignore",
    stderr: ["pipe", "inherit"],
  });
  signal?.throwIfAborted();
  if (!build.failed) return epp.path;
  throw new WaRoutingError(`the endpoint picker could not be built: ${build.stderr.trim().split("\n").at(-1)}`, {
    code: "ENVIRONMENT_NOT_STARTED",
    field: "--epp-bin",
    expected: "go build ./cmd/epp to succeed in epp/",
    remedy: `run it there yourself, or give --epp-bin PATH or WA_ROUTING_EPP_BIN`,
  });
}

/** The Go module of the picker in the checkout that this file is part of; null in an installed package. */
function eppModule(): string | null {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const module = join(folder, "epp");
    if (isOurModule(join(module, "go.mod"))) return module;
  }
  return null;
}

function isOurModule(goMod: string): boolean {
  try {
    return /^module .*\/wa-routing\/epp$/m.test(readFileSync(goMod, "utf8"));
  } catch {
    return false;
  }
}

function missing(message: string, { remedy }: { readonly remedy: string }): WaRoutingError {
  return new WaRoutingError(message, {
    code: "PROGRAM_MISSING",
    field: "--epp-bin",
    expected: "the reference endpoint picker of epp/",
    remedy,
  });
}
