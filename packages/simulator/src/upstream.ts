import { connect, type Socket } from "node:net";
import { Pool } from "undici";

const MAX_SPARES = 64;

/**
 * Connections to one model server: as many as requests are under way, and some spare ones that are open already.
 *
 * Requests that are released together would otherwise race on their way: one on a kept connection overtakes one that must open
 * its own.
 */
export class Upstream {
  readonly pool: Pool;
  readonly #url: URL;
  readonly #spares = new Set<Socket>();

  constructor(url: string) {
    this.#url = new URL(url);
    this.pool = new Pool(this.#url.origin, {
      connections: null,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30_000,
      connect: (_options, callback) => {
        const spare = this.#takeSpare();
        if (spare !== undefined) {
          // Not at once: the pool does not expect a connection while it still asks for one.
          queueMicrotask(() => callback(null, spare));
          return;
        }
        const socket = this.#open();
        socket.once("connect", () => callback(null, socket));
        socket.once("error", (error) => callback(error, null));
      },
    });
  }

  /** Opens spare connections until there are as many as requests wait. */
  prepare(waiting: number): void {
    const { free = 0, connected = 0, running = 0 } = this.pool.stats;
    const idle = Math.max(free, connected - running);
    while (this.#spares.size + idle < Math.min(waiting, MAX_SPARES)) this.#openSpare();
  }

  async close(): Promise<void> {
    for (const socket of this.#spares) socket.destroy();
    await this.pool.destroy();
  }

  #openSpare(): void {
    const socket = this.#open();
    this.#spares.add(socket);
    const forget = () => this.#spares.delete(socket);
    socket.once("error", forget).once("close", forget);
  }

  #takeSpare(): Socket | undefined {
    for (const socket of this.#spares) {
      if (socket.readyState !== "open") continue;
      this.#spares.delete(socket);
      return socket;
    }
    return undefined;
  }

  #open(): Socket {
    const port = this.#url.port === "" ? 80 : Number(this.#url.port);
    return connect({ host: this.#url.hostname, port, noDelay: true, keepAlive: true });
  }
}
