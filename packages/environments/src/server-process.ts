import { closeSync, openSync, writeSync } from "node:fs";
import { startModelServer } from "@wa-routing/model-server";
import { isFaultName, startSimulator } from "@wa-routing/simulator";
import type { ServerOptions, ServerReady } from "./server-options.ts";

// A process of its own, so that neither the sender nor the other server shares its event loop. Not imported: started by path.

async function start(options: ServerOptions): Promise<{ ready: ServerReady; close: () => Promise<void> }> {
  if (options.server === "model-server") {
    const { name, model, seed, slots, ttftMs, itlMs } = options;
    const server = await startModelServer({ name, models: [model], seed, slots, ttftMs, itlMs });
    return {
      ready: { server: "model-server", url: server.url, adminUrl: server.adminUrl },
      close: () => server.close(),
    };
  }
  const { modelServerUrls, policy, faults, seed, verbosity } = options;
  const log = openSync(options.logFile, "a");
  const simulator = await startSimulator({
    modelServerUrls,
    policy,
    faults: faults.filter(isFaultName),
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

const { ready, close } = await start(JSON.parse(process.argv[2] ?? "{}") as ServerOptions);
let closing = false;
const end = () => {
  if (closing) return;
  closing = true;
  close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.on("SIGTERM", end);
process.on("SIGINT", () => undefined); // A terminal's Ctrl-C reaches the whole group: the parent ends us when it is done.
// The parent's end of standard input closes with the parent, however it ends.
process.stdin.on("end", end).on("error", end).resume();
process.stdout.write(`${JSON.stringify(ready)}\n`);
