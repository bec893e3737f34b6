import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdGateway } from "./hold-gateway.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wa-routing-test-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const connection = { gatewayUrl: "http://127.0.0.1:1", modelServerUrls: ["http://127.0.0.1:2"] };
const standing = { cluster: "wa", kubeconfig: "/state/wa.kubeconfig", namespace: "wa-routing", connection };
const records = () => readdirSync(join(folder, "wa-routing", "held"));

/** Holds until something ends it; whether it is still held is looked at in between. */
function held(mostMs: number | null) {
  const input = new PassThrough();
  const ends = new AbortController();
  let said = "";
  let over = false;
  const say = (text: string) => {
    said += text;
  };
  const holding = holdGateway({ mostMs }, standing, { because: "It failed", signal: ends.signal, input, say });
  const done = holding.then(() => {
    over = true;
  });
  return { input, ends, done, said: () => said, isOver: () => over };
}

test("says how it is reached, and is known to others until it is over", async () => {
  const { input, done, said } = held(600_000);
  expect(said()).toBe(`It failed: all stays up for 10 min, or until Enter, a signal or wa-routing down
  gateway           http://127.0.0.1:1
  model server      http://127.0.0.1:2

Look at it:
  export KUBECONFIG=/state/wa.kubeconfig
  kubectl --namespace wa-routing get pods
Judge it again:
  wa-routing run --namespace wa-routing
`);
  expect(records()).toEqual([`${process.pid}.json`]);
  input.write("\n");
  await done;
  expect(records()).toEqual([]);
});

test("the end of standard input does not end it, nor does what is no line; a signal does", async () => {
  const { input, ends, done, isOver } = held(null);
  input.write("x");
  input.end();
  await delay(50);
  expect(isOver()).toBe(false);
  ends.abort();
  await done;
});

test("ends with its time", async () => {
  const { done, said } = held(20);
  await done;
  expect(said()).toContain("for 0.02 s");
  expect(records()).toEqual([]);
});
