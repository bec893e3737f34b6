import { setTimeout as delay } from "node:timers/promises";
import { type Address, createTransport } from "@wa-routing/client";
import {
  ARRIVALS_FROM_HEADER,
  ARRIVALS_LOG_HEADER,
  type ArrivalRecord,
  arrivalRecordSchema,
} from "@wa-routing/protocol";
import { request } from "undici";
import { errorMessage } from "./error-message.ts";
import { unreachable } from "./http-text.ts";
import type { Observer } from "./running-gateway.ts";
import { SeenSequences } from "./seen-sequences.ts";

const AGAIN_MS = 250;

/** Arrivals of one model server that are being followed. */
export interface ArrivalsFeed {
  /** When the last record came, on performance.now(); now, while the feed is broken and records may wait. */
  lastRecordMs(): number;
  stop(): Promise<void>;
}

/**
 * Follows `GET /arrivals?follow=true` of a model server, from now on. What arrived before is not handed over.
 *
 * A feed that breaks is taken up again after what has been seen: nothing is lost unless the model server has started anew meanwhile, or
 * cannot be reached again. Records are checked one by one: a line that is no ArrivalRecord is a gap in the evidence and is reported
 * as such.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE`
 */
export async function followArrivals(admin: Address, observer: Observer): Promise<ArrivalsFeed> {
  const { url: adminUrl, headers = {} } = admin;
  const agent = createTransport(admin, { headersTimeout: 0, bodyTimeout: 0 });
  const stopped = new AbortController();
  let lastRecordMs = performance.now();
  let broken: { readonly why: string; readonly sinceMs: number } | null = null;
  const lost = (text: string, fromMs: number) =>
    observer.onLoss({ witness: "arrivals", text, during: { fromMs, toMs: performance.now() } });

  const open = async (after: number | "now") => {
    const url = `${adminUrl}/arrivals?follow=true&after=${after}`;
    const response = await request(url, { headers, dispatcher: agent, signal: stopped.signal }).catch(
      (error: unknown) => {
        throw unreachable("GET", url, error);
      },
    );
    const header = (name: string) => [response.headers[name] ?? []].flat()[0];
    return { body: response.body, log: header(ARRIVALS_LOG_HEADER), from: Number(header(ARRIVALS_FROM_HEADER) ?? 0) };
  };
  type Opened = Awaited<ReturnType<typeof open>>;

  const read = async ({ body }: Opened, seen: SeenSequences) => {
    let rest = "";
    for await (const chunk of body.setEncoding("utf8") as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      const records = lines
        .filter((line) => line !== "")
        .flatMap((line) => parseArrival(line, adminUrl, observer))
        .filter(({ sequence }) => seen.add(sequence));
      if (records.length > 0) lastRecordMs = performance.now();
      observer.onArrivals(records);
    }
  };

  const first = await open("now").catch(async (error: unknown) => {
    await agent.destroy();
    throw error;
  });
  const follow = async () => {
    let [seen, log, now] = [new SeenSequences(first.from), first.log, first];
    for (;;) {
      const why = await read(now, seen).then(() => "they ended", errorMessage);
      stopped.signal.throwIfAborted();
      const sinceMs = performance.now();
      broken = { why, sinceMs };
      now = await again(seen.contiguousUpTo);
      // Without a name nothing proves that it is still the same log.
      if (now.log === undefined || now.log !== log) {
        const what = now.log === undefined ? "cannot tell whether it has" : "has";
        const text = `the arrivals of ${adminUrl} broke off (${why}), and its model server ${what} started anew meanwhile`;
        lost(text, sinceMs);
        now.body.on("error", () => undefined).destroy();
        now = await again(now.log === undefined ? "now" : -1);
        [seen, log] = [new SeenSequences(now.from), now.log];
      }
      broken = null;
    }
  };
  const again = async (after: number | "now"): Promise<Opened> => {
    for (;;) {
      try {
        return await open(after);
      } catch {
        await delay(AGAIN_MS, undefined, { signal: stopped.signal });
      }
    }
  };
  const following = follow().catch(() => undefined); // Only a stop ends it.

  return {
    lastRecordMs: () => (broken === null ? lastRecordMs : performance.now()),
    async stop() {
      if (broken !== null)
        lost(`the arrivals of ${adminUrl} broke off before the run ended: ${broken.why}`, broken.sinceMs);
      stopped.abort();
      await following;
      await agent.destroy();
    },
  };
}

function parseArrival(line: string, adminUrl: string, observer: Observer): ArrivalRecord[] {
  try {
    return [arrivalRecordSchema.parse(JSON.parse(line))];
  } catch (error) {
    const text = `${adminUrl} sent an arrival that cannot be read: ${String(error).slice(0, 200)}`;
    const nowMs = performance.now();
    observer.onLoss({ witness: "arrivals", text, during: { fromMs: nowMs, toMs: nowMs } });
    return [];
  }
}
