import { setTimeout as delay } from "node:timers/promises";
import type { Address } from "@wa-routing/client";
import { followArrivals } from "./arrivals-feed.ts";
import { followLog } from "./router-log/follow-log.ts";
import type { RouterLogSource } from "./router-log/router-log.ts";
import type { Observer, Watch } from "./running-gateway.ts";

/** The witnesses of a gateway: admin addresses of model servers that list arrivals, and the router's log. */
export interface Witnesses {
  readonly arrivals: readonly Address[];
  readonly routerLog: RouterLogSource | null;
}

/** Follows all witnesses of a gateway, or none: where one cannot be followed, the others are let go. */
export async function watchGateway({ arrivals, routerLog }: Witnesses, observer: Observer): Promise<Watch> {
  const log =
    routerLog === null
      ? null
      : followLog(routerLog, {
          onLogChunk: observer.onLogChunk,
          onGap: (text) => observer.onLoss({ witness: "router-log", text }),
        });
  const attached = log?.attached ?? Promise.resolve();
  attached.catch(() => undefined); // Looked at below, when the feeds have been opened.
  const opened = await Promise.allSettled(arrivals.map((admin) => followArrivals(admin, observer)));
  const feeds = opened.flatMap((feed) => (feed.status === "fulfilled" ? [feed.value] : []));
  const stop = async () => {
    await Promise.all([log?.stop(), ...feeds.map((feed) => feed.stop())]);
  };
  try {
    await attached;
  } catch (error) {
    await stop();
    throw error;
  }
  const refused = opened.find(({ status }) => status === "rejected");
  if (refused?.status === "rejected") {
    await stop();
    throw refused.reason;
  }
  const quietSinceMs = () => Math.max(log?.lastChunkMs() ?? 0, ...feeds.map((feed) => feed.lastRecordMs()));
  return {
    async settle({ quietMs, deadlineMs }) {
      const startMs = performance.now();
      for (;;) {
        await log?.readNow();
        const nowMs = performance.now();
        if (nowMs - startMs >= deadlineMs || nowMs - Math.max(quietSinceMs(), startMs) >= quietMs) return;
        await delay(10);
      }
    },
    readLog: async () => await log?.readNow(),
    stop,
  };
}
