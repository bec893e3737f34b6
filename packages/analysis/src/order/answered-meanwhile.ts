import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { QueueEpisode } from "./queue-episode.ts";

/**
 * Share of the held requests that reached a model server after another of their episode had been answered, 0 to 1: what is dispatched then
 * shares the way with answers, and requests overtake each other there. Clocks that are not aligned count against nothing.
 */
export function answeredMeanwhile(
  episodes: readonly QueueEpisode[],
  { modelServerClocks }: Pick<JoinedEvidence, "modelServerClocks">,
): number {
  let arrived = 0;
  let late = 0;
  for (const { members } of episodes) {
    const answers = members.flatMap(({ record }) => (record.outcome === "completed" ? [record.endMs] : []));
    const firstAnswerMs = Math.min(...answers);
    for (const { arrival } of members) {
      const clock = arrival === null ? undefined : modelServerClocks[arrival.modelServer];
      if (arrival === null || clock === undefined) continue;
      arrived += 1;
      if (arrival.arrivedMs + clock.offsetMs - clock.boundMs > firstAnswerMs) late += 1;
    }
  }
  return arrived === 0 ? 0 : late / arrived;
}
