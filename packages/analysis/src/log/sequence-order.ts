import type { FlowEvent } from "@wa-routing/protocol";

/** How the router's own numbers went over all lines of a log. */
export interface SequenceCounts {
  /** Numbers between the first and the last of a router's life that no line has. */
  readonly missingSeq: number;
  /** Lines that stood after one with a higher number. */
  readonly outOfOrder: number;
  /** Lines that were in the log twice, as rotation and reconnects leave them. */
  readonly duplicates: number;
}

/** Events in the order of their numbers, and what was found wrong. */
export interface OrderedEvents {
  readonly events: FlowEvent[];
  readonly counts: SequenceCounts;
}

// Two lines that are written at once may have their times the other way round than their numbers.
const SAME_LIFE_MS = 1000;

type Sequenced = FlowEvent & { readonly seq: number };

/** From a router's start to its end: within it numbers never come again. */
interface Life {
  readonly bySeq: Map<number, Sequenced>;
  last: Sequenced;
}

/**
 * Puts each router's lines into the order of its own gap-free numbers, and drops lines that are there twice.
 *
 * Lines without a number keep their places. A number that comes again with other content, or a lower number at a clearly later
 * time, is a router that was started again: its lines stay behind those of its life before.
 */
export function orderBySequence(events: readonly FlowEvent[]): OrderedEvents {
  const bySource = new Map<string | null, number[]>();
  for (const [index, { source, seq }] of events.entries()) {
    if (seq === null) continue;
    const places = bySource.get(source);
    if (places === undefined) bySource.set(source, [index]);
    else places.push(index);
  }
  const placed: (FlowEvent | null)[] = [...events];
  const counts = { missingSeq: 0, outOfOrder: 0, duplicates: 0 };
  for (const places of bySource.values()) {
    const lives: Life[] = [];
    for (const place of places) {
      const event = events[place] as Sequenced;
      const life = lives.at(-1);
      if (lives.some(({ bySeq }) => isSameLine(bySeq.get(event.seq), event))) {
        counts.duplicates += 1;
      } else if (life === undefined || isRestart(life, event)) {
        lives.push({ bySeq: new Map([[event.seq, event]]), last: event });
      } else {
        life.bySeq.set(event.seq, event);
        if (event.seq > life.last.seq) life.last = event;
        else counts.outOfOrder += 1;
      }
    }
    const ordered = lives.flatMap(({ bySeq }) => [...bySeq.values()].sort((a, b) => a.seq - b.seq));
    for (const [index, place] of places.entries()) placed[place] = ordered[index] ?? null;
    for (const { bySeq, last } of lives) {
      let first = last.seq;
      for (const seq of bySeq.keys()) if (seq < first) first = seq;
      counts.missingSeq += last.seq - first + 1 - bySeq.size;
    }
  }
  return { events: placed.filter((event) => event !== null), counts };
}

function isRestart({ bySeq, last }: Life, event: Sequenced): boolean {
  if (event.seq > last.seq) return false;
  if (bySeq.has(event.seq)) return true;
  return event.atMs !== null && last.atMs !== null && event.atMs > last.atMs + SAME_LIFE_MS;
}

function isSameLine(known: Sequenced | undefined, event: Sequenced): boolean {
  return known !== undefined && JSON.stringify({ ...known, line: 0 }) === JSON.stringify({ ...event, line: 0 });
}
