import { WaRoutingError } from "@wa-routing/protocol";
import { EXIT_CODES } from "../exit-code.ts";
import { toolVersion } from "../folder/tool-version.ts";
import { findingsOfDoctor } from "./doctor-findings.ts";
import type { DoctorCommandOptions } from "./doctor-options.ts";
import { installEnvoyAsked } from "./install-envoy-asked.ts";
import { findingsOfNamespace } from "./namespace-findings.ts";
import { readNamespace } from "./namespace-option.ts";
import { printable } from "./printed.ts";

const SYMBOLS = { ready: "☑", missing: "▢", broken: "☒" } as const;

/** `wa-routing doctor` */
export async function doctorCommand(options: DoctorCommandOptions): Promise<void> {
  const { json, install, yes = false, namespace, context } = options;
  if (install !== undefined) {
    await installEnvoyAsked(yes);
    return;
  }
  if (yes) {
    throw new WaRoutingError("--yes does nothing without --install", {
      code: "OPTION_MISSING",
      field: "--install",
      expected: "--install envoy beside it",
    });
  }
  const cluster = readNamespace({ namespace, context });
  const findings = cluster === null ? await findingsOfDoctor() : await findingsOfNamespace(cluster);
  if (json === true) process.stdout.write(`${JSON.stringify({ version: toolVersion(), findings }, null, 2)}\n`);
  else {
    for (const { what, state, found, remedy } of findings) {
      process.stdout.write(
        printable(`${SYMBOLS[state]} ${what}: ${found}\n${remedy === null ? "" : `  → ${remedy}\n`}`),
      );
    }
  }
  if (findings.some(({ state }) => state === "broken")) process.exitCode = EXIT_CODES.environment;
}
