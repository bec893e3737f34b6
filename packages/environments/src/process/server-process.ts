import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { leaveFolder } from "./environment-folder.ts";
import type { ServerOptions, ServerReady } from "./server-options.ts";

// A process of its own, so that neither the sender nor the other server shares its event loop. Not imported: started by path.
// Each process loads only the server that it runs.

async function start(options: ServerOptions): Promise<{ ready: ServerReady; close: () => Promise<void> }> {
  if (options.server === "program") return await (await import("./guarded-program.ts")).startGuardedProgram(options);
  if (options.server === "model-server") {
    const { startModelServer } = await import("@wa-routing/model-server");
    const { name, model, seed, slots, ttftMs, itlMs } = options;
    const server = await startModelServer({ name, models: [model], seed, slots, ttftMs, itlMs });
    return {
      ready: { server: "model-server", url: server.url, adminUrl: server.adminUrl },
      close: () => server.close(),
    };
  }
  const { isFaultName, startSimulator } = await import("@wa-routing/simulator");
  const { modelServerUrls, ordering, faults, parameters, seed, verbosity } = options;
  const log = openSync(join(options.folder, "router.log"), "a");
  const simulator = await startSimulator({
    modelServerUrls,
    ordering,
    faults: faults.filter(isFaultName),
    parameters,
    seed,
    verbosity,
    log: (line) => writeSync(log, `${line}\n`),
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
const end = () => {
  if (closing) return;
  closing = true;
  starting
    .then(({ close }) => close())
    .finally(() => leaveFolder(options.folder))
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
};
process.on("SIGTERM", end);
process.on("SIGINT", () => undefined); // A terminal's Ctrl-C reaches the whole group: the parent ends us when it is done.
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
