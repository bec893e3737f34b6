import { availableParallelism, loadavg, totalmem } from "node:os";
import { dirname } from "node:path";
import {
  type EppFlavour,
  envoyVersion,
  eppFlavours,
  findEnvoy,
  type RunningGateway,
  startEmbedded,
  startStandalone,
} from "@wa-routing/environments";
import { isWaRoutingError } from "@wa-routing/protocol";

/** What doctor says of one thing. */
export interface Finding {
  readonly what: string;
  /** `missing` is no defect: that environment cannot be used until it is got. */
  readonly state: "ready" | "missing" | "broken";
  readonly found: string;
  readonly remedy: string | null;
}

/** What this machine can run, and what is missing. */
export async function findingsOfDoctor(): Promise<Finding[]> {
  return [node(), machine(), await embedded(), ...(await standalone()), existing()];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  const remedy = ok ? null : "install Node 20.19 or newer";
  return { what: "Node", state: ok ? "ready" : "broken", found: process.version, remedy };
}

function machine(): Finding {
  const load = loadavg()[0] ?? 0;
  const cpus = availableParallelism();
  const busy = load > cpus;
  const found = `${cpus} CPUs, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${load.toFixed(2)}`;
  return { what: "machine", state: "ready", found, remedy: busy ? "a busy machine makes verdicts inconclusive" : null };
}

async function embedded(): Promise<Finding> {
  return await started("environment embedded", startEmbedded);
}

/** Envoy, the pickers, and, where both are there, whether they work together. */
async function standalone(): Promise<Finding[]> {
  const { reference, ...others } = eppFlavours;
  const needed = [await envoy(), await epp(reference)];
  const programs = [...needed, ...(await Promise.all(Object.values(others).map(epp)))];
  const what = "environment standalone";
  if (needed.every(({ state }) => state === "ready")) return [...programs, await started(what, startStandalone)];
  const missing = needed.filter(({ state }) => state !== "ready").map((finding) => finding.what);
  return [...programs, { what, state: "missing", found: `needs ${missing.join(" and ")}`, remedy: null }];
}

async function envoy(): Promise<Finding> {
  return await located("Envoy", async () => {
    const path = findEnvoy(undefined);
    const version = await envoyVersion(path);
    const known = /^1\.(3[6-9]|40)\./.test(version);
    return { found: `${version}, ${path}`, remedy: known ? null : "versions 1.36 to 1.40 are known to work" };
  });
}

async function epp({ flavour, title, find }: EppFlavour): Promise<Finding> {
  const finding = await located(`--epp ${flavour}, ${title}`, async () => {
    const { source, path } = await find(undefined);
    return {
      found: path,
      remedy: source === "build" ? `cd ${dirname(dirname(path))} && go build -o bin/epp ./cmd/epp` : null,
    };
  });
  if (finding.state !== "ready" || finding.remedy === null) return finding;
  return { ...finding, state: "missing", found: "not built yet; the first run builds it, or" };
}

async function located(what: string, find: () => Promise<Pick<Finding, "found" | "remedy">>): Promise<Finding> {
  try {
    return { what, state: "ready", ...(await find()) };
  } catch (error) {
    if (!isWaRoutingError(error)) throw error;
    return { what, state: "missing", found: error.message, remedy: error.remedy ?? `give ${error.expected}` };
  }
}

async function started(what: string, start: () => Promise<RunningGateway>): Promise<Finding> {
  try {
    await using gateway = await start();
    await gateway.gate?.close();
    await gateway.gate?.open();
    return { what, state: "ready", found: "starts, and its gate closes and opens", remedy: null };
  } catch (error) {
    const remedy = "are processes and loopback ports allowed here?";
    return { what, state: "broken", found: (error as Error).message, remedy };
  }
}

function existing(): Finding {
  return {
    what: "environment existing",
    state: "ready",
    found: "needs nothing here",
    remedy:
      "give --envoy-url, and --model-server-admin-url, --router-metrics-url and --router-log for a full checklist; or --namespace, in Kubernetes",
  };
}
