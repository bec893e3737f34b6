import { availableParallelism, loadavg, totalmem } from "node:os";
import { startEmbedded } from "@wa-routing/environments";
import { EXIT_CODES } from "../exit-code.ts";
import { toolVersion } from "../tool-version.ts";
import type { OutputOptions } from "./output-options.ts";

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy: string | null;
}

/** `wa-routing doctor` */
export async function doctorCommand({ json }: OutputOptions): Promise<void> {
  const findings = [node(), machine(), await embedded(), existing()];
  if (json === true) process.stdout.write(`${JSON.stringify({ version: toolVersion(), findings }, null, 2)}\n`);
  else {
    for (const { what, ok, found, remedy } of findings) {
      process.stdout.write(`${ok ? "☑" : "☒"} ${what}: ${found}\n${remedy === null ? "" : `  → ${remedy}\n`}`);
    }
  }
  if (findings.some(({ ok }) => !ok)) process.exitCode = EXIT_CODES.environment;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { what: "Node", ok, found: process.version, remedy: ok ? null : "install Node 20.19 or newer" };
}

function machine(): Finding {
  const load = loadavg()[0] ?? 0;
  const cpus = availableParallelism();
  const busy = load > cpus;
  const found = `${cpus} CPUs, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${load.toFixed(2)}`;
  return { what: "machine", ok: true, found, remedy: busy ? "a busy machine makes verdicts inconclusive" : null };
}

async function embedded(): Promise<Finding> {
  const what = "environment embedded";
  try {
    await using gateway = await startEmbedded();
    await gateway.gate?.close();
    await gateway.gate?.open();
    return { what, ok: true, found: "starts, and its gate closes and opens", remedy: null };
  } catch (error) {
    return {
      what,
      ok: false,
      found: (error as Error).message,
      remedy: "are processes and loopback ports allowed here?",
    };
  }
}

function existing(): Finding {
  return {
    what: "environment existing",
    ok: true,
    found: "needs nothing here",
    remedy:
      "give --envoy-url, and --model-server-admin-url, --router-metrics-url and --router-log for a full checklist",
  };
}
