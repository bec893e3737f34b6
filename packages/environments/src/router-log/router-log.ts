import type { PodLog } from "../kubernetes/pod-log-source.ts";

/** Where a router's log comes from. */
export type RouterLogSource =
  | { readonly source: "file"; readonly path: string }
  /** A named pipe, or `/dev/fd/63` of a shell's `<(…)`: read from when it is followed, to the end of its writers. */
  | { readonly source: "pipe"; readonly path: string }
  | { readonly source: "command"; readonly command: string }
  | { readonly source: "stream"; readonly stream: AsyncIterable<Uint8Array> }
  | ({ readonly source: "pod" } & PodLog);

/** A router's log that is being followed. */
export interface LogFollower {
  /** Comes once nothing that is written from then on is missed; absent: that is so from the beginning. */
  readonly attached?: Promise<void>;
  /** When the last bytes came, on performance.now(). */
  lastChunkMs(): number;
  /** Reads what is there already; for sources that are not read as they are written. */
  readNow(): void | Promise<void>;
  stop(): Promise<void>;
}

/** What a follower hands its findings to. */
export interface LogObserver {
  /** A piece of the router's log, untouched; pieces follow each other without loss unless `onGap` says so. */
  onLogChunk(chunk: Uint8Array): void;
  /** A witness is known to have lost something: a rotated log, a follower that ended. */
  onGap(description: string): void;
}
