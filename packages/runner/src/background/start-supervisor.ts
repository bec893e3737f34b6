import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { identify, presenceOf } from "@wa-routing/environments";
import { type LastingGateway, lastingGatewaySchema } from "@wa-routing/protocol";
import { alreadyUp } from "./already-up.ts";
import { endSupervisor } from "./end-supervisor.ts";
import type { LastingChoice } from "./lasting-choice.ts";
import { LastingGatewayFile } from "./lasting-gateway-file.ts";

/** What came of it: a gateway that runs, or the exit code of a supervisor that has said on standard error why it does not. */
export type Supervised =
  | { readonly outcome: "running"; readonly gateway: Extract<LastingGateway, { phase: "running" }> }
  | { readonly outcome: "ended"; readonly exitCode: number };

/**
 * Starts a gateway that outlives us, with a process of its own that owns it.
 *
 * @param command This program's command line, without its arguments.
 * @throws WaRoutingError `ALREADY_UP`; the signal's reason when interrupted, with everything ended again.
 */
export async function startSupervisor(
  command: readonly [string, ...string[]],
  choice: LastingChoice,
  signal: AbortSignal,
): Promise<Supervised> {
  const file = new LastingGatewayFile();
  const earlier = file.read();
  if (earlier !== null) {
    if (earlier.phase !== "broken" && presenceOf(earlier.supervisor) === "running") throw alreadyUp(earlier);
    file.remove(earlier);
  }
  const [program, ...args] = command;
  // A session of its own: neither Ctrl-C nor the end of the terminal reaches it.
  const child = spawn(program, [...args, "supervise", JSON.stringify(choice)], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  child.stderr.pipe(process.stderr, { end: false });
  const lines = createInterface({ input: child.stdout });
  const interrupted = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
  const ready = await Promise.race([once(lines, "line"), ended.then(() => null), interrupted]);
  if (signal.aborted) {
    const supervisor = child.pid === undefined ? null : identify(child.pid);
    if (supervisor !== null) await endSupervisor(supervisor);
    signal.throwIfAborted();
  }
  if (ready === null) return { outcome: "ended", exitCode: (await ended)[0] ?? 4 };
  child.unref();
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  const gateway = lastingGatewaySchema.parse(JSON.parse(String(ready[0])));
  return { outcome: "running", gateway: gateway as Extract<LastingGateway, { phase: "running" }> };
}
