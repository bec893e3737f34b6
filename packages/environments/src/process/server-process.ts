import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isOwned, leaveFolder, ROUTER_LOG } from "./environment-folder.ts";
import type { ServerOptions, ServerReady } from "./server-options.ts";

// A process of its own, so that neither the sender nor the other server shares its event loop. Not imported: started by path.
// Each process loads only the server that it runs.

async function start(options: ServerOptions): Promise<{ ready: ServerReady; close: () => Promise<void> }> {
  if (options.server === "program") return await (await import("./guarded-program.ts")).startGuardedProgram(options);
  if (options.server === "gate-guard") return (await import("../gate/gate-guard.ts")).startGateGuard(options);
  if (options.server === "model-server") {
    const { startModelServers } = await import("@wa-routing/model-server");
    const { count, model, seed, slots, ttftMs, itlMs } = options;
    const { servers, close } = await startModelServers(count, { models: [model], seed, slots, ttftMs, itlMs });
    const [urls, adminUrls] = [servers.map(({ url }) => url), servers.map(({ adminUrl }) => adminUrl)];
    return { ready: { server: "model-server", urls, adminUrls }, close };
  }
  const { isFaultName, startSimulator } = await import("@wa-routing/simulator");
  const { modelServerUrls, ordering, discipline, parameters, joinHeaders, faults, seed, verbosity, logFormat } =
    options;
  const log = openSync(join(options.folder, ROUTER_LOG), "a");
  const simulator = await startSimulator({
    modelServerUrls,
    ordering,
    discipline,
    parameters,
    joinHeaders,
    faults: faults.filter(isFaultName),
    seed,
    verbosity,
    ...(logFormat === "none" ? {} : { logFormat, log: (line: string) => writeLine(log, line) }),
  });
  const close = async () => {
    await simulator.close();
    closeSync(log);
  };
  return { ready: { server: "simulator", url: simulator.url, metricsUrl: simulator.metricsUrl }, close };
}

// From the first moment on: whoever asks us to end before we are ready means it, too.
const options = JSON.parse(process.argv[2] ?? "{}") as ServerOptions;
const starting = start(options);
let closing = false;
let told = false;
const end = () => {
  if (closing) return;
  closing = true;
  starting
    .then(({ close }) => close())
    .finally(leave)
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
};
process.on("SIGTERM", () => {
  told = true;
  end();
});
// A terminal's: the parent ends us when it is done.
process.on("SIGINT", () => undefined).on("SIGHUP", () => undefined);
// The parent's end of standard input closes with the parent, however it ends.
process.stdin.on("end", end).on("error", end).resume();
try {
  const { ready } = await starting;
  process.stdout.write(`${JSON.stringify(ready)}\n`);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
  process.stdin.destroy();
}

/** A parent that ends closes our standard input before it is gone, and only then nobody needs the folder. */
async function leave(): Promise<void> {
  for (let tries = 0; tries < 40 && !told && isOwned(options.folder); tries++) await delay(25);
  leaveFolder(options.folder);
}

/** As a router's own logger: where there is no room, lines are lost and it serves on. */
function writeLine(log: number, line: string): void {
  try {
    writeFileSync(log, `${line}\n`);
  } catch {
    return;
  }
}
