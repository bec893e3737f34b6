import { arrivedAt } from "../evidence/arrived-at.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { QueueEpisode } from "./queue-episode.ts";

/**
 * Share of the held requests that reached a model server after another of their episode had been answered, 0 to 1: what is dispatched then
 * shares the way with answers, and requests overtake each other there. Clocks that are not aligned count against nothing.
 */
export function answeredMeanwhile(
  episodes: readonly QueueEpisode[],
  joined: Pick<JoinedEvidence, "modelServerClocks">,
): number {
  let arrived = 0;
  let late = 0;
  for (const { members } of episodes) {
    const answers = members.flatMap(({ record }) => (record.outcome === "completed" ? [record.endMs] : []));
    const firstAnswerMs = Math.min(...answers);
    for (const member of members) {
      const at = arrivedAt(member, joined);
      if (at === null) continue;
      arrived += 1;
      if (at.atMs - at.boundMs > firstAnswerMs) late += 1;
    }
  }
  return arrived === 0 ? 0 : late / arrived;
}
