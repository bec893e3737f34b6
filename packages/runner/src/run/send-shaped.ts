import type { WorkloadClient } from "@wa-routing/client";
import type { RequestRecord, RequestShape } from "@wa-routing/protocol";

type Common = Pick<
  Parameters<WorkloadClient["complete"]>[0],
  "id" | "arrivalMs" | "contextHeaders" | "headers" | "signal" | "labels"
>;

/** A prompt of its own for each request, from its first byte, so that no prefix cache sends them all to one model server. */
export function sendShaped(client: WorkloadClient, shape: RequestShape, common: Common): Promise<RequestRecord> {
  const { api, maxTokens, stream, timeoutMs } = shape;
  const shared = { ...common, maxTokens, stream, timeoutMs };
  const prompt = `${common.id}: hello`;
  return api === "completions"
    ? client.complete({ ...shared, prompt })
    : client.chat({ ...shared, messages: [{ role: "user", content: prompt }] });
}
