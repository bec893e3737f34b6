import type { RunningGateway } from "@wa-routing/environments";
import { isOverheadClaim, type Plan, type RequestRecord } from "@wa-routing/protocol";
import type { Recorder } from "../folder/run-folder.ts";
import { RequestSender } from "./request-sender.ts";
import { runTrials, type TrialOptions } from "./run-trials.ts";
import { StepRunner } from "./step-runner.ts";

/** What carrying out a plan needs beside gateway and recorder. */
export type CarryOutOptions = Omit<TrialOptions, "gateway" | "recorder" | "measuresOverhead">;

/**
 * Sends what the plan says, when it says, and records everything. Failed requests and steps are records, not errors. A trial that a
 * restart broke is set aside and sent again; what is left of the plan is then prepared and planned anew.
 */
export async function carryOut(
  plan: Plan,
  gateway: RunningGateway,
  recorder: Recorder,
  options: CarryOutOptions,
): Promise<void> {
  const { clock, signal, routes } = options;
  const { request: shape, expectations } = plan.scenario;
  const requests: RequestRecord[] = [];
  const sender = new RequestSender({
    gateway: gateway.address,
    routes: routes.addresses,
    model: shape.model ?? gateway.description.model,
    shape,
    clock,
    signal,
    onRecord: (record) => {
      requests.push(record);
      recorder.request(record);
    },
  });
  const asked = { ...options, measuresOverhead: expectations.some(isOverheadClaim) };
  const runner = new StepRunner(gateway, sender, recorder, asked);
  try {
    await runTrials(plan, runner, requests, { ...asked, recorder, gateway });
  } finally {
    await runner.end();
  }
}
