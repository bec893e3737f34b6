import { scoreInputs } from "@wa-routing/analysis";
import { explainScore, type FlowEvent } from "@wa-routing/protocol";

/** What a line of a router's log says, with its number; a score with what it is made of, where the line says it. */
export function eventText(event: FlowEvent): string {
  if (event.event !== "score-computed") return `${event.event}, line ${event.line}`;
  const inputs = scoreInputs(event);
  const score = inputs === null ? String(event.score) : explainScore(inputs);
  return `${event.event} (${event.stage ?? "no stage"}): ${score}, line ${event.line}`;
}
