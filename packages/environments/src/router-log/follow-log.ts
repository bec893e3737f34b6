import { readPodLog } from "../kubernetes/pod-log.ts";
import { followCommand } from "./follow-command.ts";
import { followFile } from "./follow-file.ts";
import { followPipe } from "./follow-pipe.ts";
import { followStream } from "./follow-stream.ts";
import type { LogFollower, LogObserver, RouterLogSource } from "./router-log.ts";

/** Follows a router's log from now on, wherever it comes from. */
export function followLog(source: RouterLogSource, observer: LogObserver): LogFollower {
  switch (source.source) {
    case "file":
      return followFile(source.path, observer);
    case "pipe":
      return followPipe(source.path, observer);
    case "command":
      return followCommand(source.command, observer);
    case "pod":
      return readPodLog(source, observer);
    case "stream":
      return followStream(source.stream, observer);
  }
}
