import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WaRoutingError } from "@wa-routing/protocol";
import { afterAll, expect, test, vi } from "vitest";
import { UNKNOWN_GATEWAY } from "../gateway/asked-gateway.ts";
import { readHold } from "../gateway/hold.ts";
import { heldForAMoment, madeUpGateway } from "./gateway.test-data.ts";
import { holdGateway } from "./hold-gateway.ts";
import { runGateways } from "./run-gateways.ts";

vi.mock("./hold-gateway.ts", () => ({ holdGateway: vi.fn(async () => undefined) }));
const folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const standing = { cluster: "wa", kubeconfig: "k", namespace: "wa-routing", connection: null };
const notStarted = () => Promise.reject(new WaRoutingError("no room", { code: "ENVIRONMENT_NOT_STARTED" }));

let runs = 0;
/** Runs once at a gateway that is not there; gives what went on, in its order. */
async function ran(hold: string, { starts = true, stands = true, signal = new AbortController().signal } = {}) {
  const told: string[] = [];
  vi.mocked(holdGateway)
    .mockReset()
    .mockImplementation(async (_, of, { because }) => void told.push(`held ${of.cluster}: ${because}`));
  const gateway = {
    ...{ ordering: null, parameters: undefined, asked: UNKNOWN_GATEWAY, startQuietGateway: null },
    startGateway: starts ? () => Promise.resolve(madeUpGateway().gateway) : notStarted,
    hold: readHold(hold),
    standing: () => (stands ? standing : null),
    end: async () => void told.push("ended"),
  };
  await runGateways({
    scenarios: [heldForAMoment(1)],
    gateways: [gateway],
    runDir: join(folder, String(++runs)),
    signal,
    onResult: (result) => told.push(`${result.result === "checklist" ? result.checklist.verdict : ""}`),
  }).catch((error: Error) => told.push(error.message));
  return told;
}

test("is held up after its result, and ended then", async () => {
  expect(await ran("10m")).toEqual(["inconclusive", "held wa: The run has ended (inconclusive)", "ended"]);
});

test("on-failure: what did not pass is held, also what did not start", async () => {
  expect(await ran("on-failure")).toContain("held wa: The run has ended (inconclusive)");
  expect(await ran("on-failure", { starts: false })).toEqual(["held wa: The run broke (no room)", "ended", "no room"]);
});

test("what is not there, and what was interrupted, is not held", async () => {
  expect(await ran("10m", { stands: false })).toEqual(["inconclusive", "ended"]);
  expect((await ran("10m", { signal: AbortSignal.abort(new Error("stop")) })).join()).not.toContain("held");
});
