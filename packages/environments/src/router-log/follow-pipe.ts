import { constants, openSync } from "node:fs";
import { Socket } from "node:net";
import { followStream } from "./follow-stream.ts";
import type { LogFollower, LogObserver } from "./router-log.ts";

/** Follows a named pipe. One that nobody writes to yet is waited for, and holds nothing up. */
export function followPipe(path: string, observer: LogObserver): LogFollower {
  const stream = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
  const follower = followStream(stream, observer);
  return {
    ...follower,
    async stop() {
      await follower.stop();
      stream.destroy();
    },
  };
}
