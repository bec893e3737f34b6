import {
  explainScore,
  type FlowEvent,
  priorityScore,
  type RequestStory,
  type RouterParameters,
} from "@wa-routing/protocol";
import { SCORE_TOLERANCE } from "../conformance/score-conformance.ts";
import { scoreInputs } from "../conformance/score-inputs.ts";
import { arrivedAt } from "../evidence/arrived-at.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { JoinedEvidence } from "../evidence/join-evidence.ts";
import type { RequestTrace } from "../evidence/request-trace.ts";

type StoryLine = RequestStory["lines"][number];

/**
 * What one request went through, by every witness, in the order in which it happened.
 *
 * @param parameters What the router computes with.
 */
export function requestStory(
  scenario: string,
  trace: RequestTrace,
  joined: Pick<JoinedEvidence, "routerClock" | "modelServerClocks">,
  events: Evidence["events"],
  parameters: RouterParameters,
): StoryLine[] {
  const { record, arrival, requestId } = trace;
  const offsetMs = joined.routerClock?.offsetMs ?? null;
  const own =
    requestId === null ? [] : (events ?? []).filter((event) => "requestId" in event && event.requestId === requestId);
  const client = (atMs: number, text: string): StoryLine => ({ atMs, witness: "client", text });
  const lines: StoryLine[] = [
    client(record.arrivalMs, `meant to be sent (${scenario}, ${record.workload}, criticality ${record.criticality})`),
    client(record.sendMs, `sent, ${record.latenessMs.toFixed(3)} ms late`),
    ...own.map((event): StoryLine => {
      const atMs = event.atMs === null || offsetMs === null ? null : event.atMs + offsetMs;
      return { atMs, witness: "router", text: eventText(event, parameters) };
    }),
    ...(arrival === null
      ? []
      : [
          {
            atMs: arrivedAt(trace, joined)?.atMs ?? null,
            witness: "model server" as const,
            text: `arrived at ${arrival.modelServer} as number ${arrival.sequence}, ${arrival.concurrency} under way`,
          },
        ]),
    ...(record.headersMs === null ? [] : [client(record.headersMs, `answer began: ${record.status}`)]),
    client(record.endMs, record.outcome),
  ];
  return lines.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
}

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
