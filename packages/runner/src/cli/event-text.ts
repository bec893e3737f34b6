import { SCORE_TOLERANCE, scoreInputs } from "@wa-routing/analysis";
import { explainScore, type FlowEvent, priorityScore, type RouterParameters } from "@wa-routing/protocol";

/**
 * What a line of a router's log says, with its number; a score with what it is made of, where the line says it.
 *
 * @param parameters What the router computes with.
 */
export function eventText(event: FlowEvent, parameters: RouterParameters): string {
  if (event.event !== "score-computed") return `${event.event}, line ${event.line}`;
  const inputs = scoreInputs(event);
  const differs = inputs !== null && Math.abs(priorityScore(inputs, parameters).score - event.score) > SCORE_TOLERANCE;
  const explained = inputs === null ? null : explainScore(inputs, parameters);
  const score =
    explained === null ? event.score : differs ? `${event.score}, the formula gives ${explained}` : explained;
  return `${event.event} (${event.stage ?? "no stage"}): ${score}, line ${event.line}`;
}
