import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A server that does next to nothing, in a process of its own. */
export interface RawServer {
  readonly url: string;
  freeze(ms: number): void;
  stop(): Promise<void>;
}

export async function startRawServer(delayMs = 0): Promise<RawServer> {
  const program = fileURLToPath(new URL("./raw-server.mjs", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, String(delayMs)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout?.once("data", (data: Buffer) => resolve(String(data).trim())),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    freeze: (ms) => void child.stdin?.write(`freeze ${ms}\n`),
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.stdin?.end();
      await gone;
    },
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
