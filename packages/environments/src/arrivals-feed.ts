import { type Address, createTransport } from "@wa-routing/client";
import { type ArrivalRecord, arrivalRecordSchema } from "@wa-routing/protocol";
import { request } from "undici";
import { unreachable } from "./http-text.ts";
import type { Observer } from "./running-gateway.ts";

/** Arrivals of one model server that are being followed. */
export interface ArrivalsFeed {
  /** When the last record came, on performance.now(). */
  lastRecordMs(): number;
  stop(): Promise<void>;
}

/**
 * Follows `GET /arrivals?follow=true` of a model server, from now on. What arrived before is not handed over.
 *
 * Records are checked one by one: a line that is no ArrivalRecord is a gap in the evidence and is reported as such.
 *
 * @throws WaRoutingError `ENDPOINT_UNREACHABLE`
 */
export async function followArrivals(admin: Address, observer: Observer): Promise<ArrivalsFeed> {
  const { url: adminUrl, headers = {} } = admin;
  const agent = createTransport(admin, { headersTimeout: 0, bodyTimeout: 0 });
  const stopped = new AbortController();
  let lastRecordMs = performance.now();
  const url = `${adminUrl}/arrivals?follow=true&after=now`;
  const response = await request(url, { headers, dispatcher: agent, signal: stopped.signal }).catch(
    async (error: unknown) => {
      await agent.destroy();
      throw unreachable("GET", url, error);
    },
  );

  const lost = (text: string) => observer.onLoss({ witness: "arrivals", text });
  const read = async () => {
    let rest = "";
    for await (const chunk of response.body.setEncoding("utf8") as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      const records = lines.filter((line) => line !== "").flatMap((line) => parseArrival(line, adminUrl, observer));
      if (records.length > 0) lastRecordMs = performance.now();
      observer.onArrivals(records);
    }
    lost(`the arrivals of ${adminUrl} ended before the run did`);
  };
  const reading = read().catch((error: unknown) => {
    if (!stopped.signal.aborted) lost(`the arrivals of ${adminUrl} broke off: ${String(error)}`);
  });

  return {
    lastRecordMs: () => lastRecordMs,
    async stop() {
      stopped.abort();
      await reading;
      await agent.destroy();
    },
  };
}

function parseArrival(line: string, adminUrl: string, observer: Observer): ArrivalRecord[] {
  try {
    return [arrivalRecordSchema.parse(JSON.parse(line))];
  } catch (error) {
    const text = `${adminUrl} sent an arrival that cannot be read: ${String(error).slice(0, 200)}`;
    observer.onLoss({ witness: "arrivals", text });
    return [];
  }
}
