import { WaRoutingError } from "@wa-routing/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type GateMechanism, leasedGate } from "./leased-gate.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OPENING = { method: "PUT", to: { url: "http://m" }, path: "/gate", json: { waitingRequests: null } } as const;

/** A gate that tells what is done to it, and fails to open as often as it is told. */
function told(failures = 0, changes: Partial<GateMechanism> = {}) {
  const calls: string[] = [];
  let failing = failures;
  const call = (name: string) => () => Promise.resolve(void calls.push(name));
  const gate = leasedGate({
    driver: "model-server",
    shut: call("shut"),
    untilSeen: call("seen"),
    renew: call("renewed"),
    open() {
      calls.push(failing > 0 ? "open failed" : "opened");
      if (failing-- > 0) return Promise.reject(new Error("no answer"));
      return Promise.resolve(null);
    },
    end: call("ended"),
    openings: [OPENING],
    ...changes,
  });
  return { gate, calls };
}

test("while it is closed its lease is renewed, and not once it is open", async () => {
  const { gate, calls } = told();
  await gate.close();
  await vi.advanceTimersByTimeAsync(8000);
  expect(calls).toEqual(["shut", "seen", "renewed", "renewed", "renewed"]);
  await gate.open();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls.slice(5)).toEqual(["opened"]);
});

test("a renewal under way is waited for: one that comes after the opening would close it again", async () => {
  let end = () => {};
  const renewal = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { gate, calls } = told(0, { renew: () => renewal });
  await gate.close();
  await vi.advanceTimersByTimeAsync(2500);
  const opening = gate.open();
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).not.toContain("opened");
  end();
  await opening;
  expect(calls).toContain("opened");
});

test("a release that fails is told, and tried on until it succeeds", async () => {
  const { gate, calls } = told(20);
  await gate.close();
  const opening = gate.open().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await opening).toMatchObject({ code: "GATE_NOT_OPENED", message: expect.stringContaining("no answer") });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(calls.filter((call) => call === "opened")).toHaveLength(1);
  expect(calls.at(-1)).toBe("opened");
  await gate[Symbol.asyncDispose]();
  expect(calls.at(-1)).toBe("ended");
});

test("what stays shut at the end is named, with the command that opens it", async () => {
  const { gate, calls } = told(Number.POSITIVE_INFINITY);
  await gate.close();
  const ending = Promise.resolve(gate[Symbol.asyncDispose]()).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await ending).toMatchObject({
    code: "GATE_LEFT_CLOSED",
    remedy: `open it: curl -X PUT -H 'content-type: application/json' -d '{"waitingRequests":null}' 'http://m/gate'`,
  });
  const tries = calls.length;
  expect(calls.at(-1)).toBe("ended");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(tries);
});

test("one that could not be closed is opened all the same", async () => {
  const { gate, calls } = told(0, { shut: () => Promise.reject(new Error("half of them")) });
  await expect(gate.close()).rejects.toThrow("half of them");
  await gate[Symbol.asyncDispose]();
  expect(calls).toEqual(["opened", "ended"]);
});

test("one that had opened by itself is open, and that is told", async () => {
  const lapsed = new WaRoutingError("it lapsed", { code: "GATE_LAPSED" });
  const { gate, calls } = told(0, { open: () => Promise.resolve(lapsed) });
  await gate.close();
  await expect(gate.open()).rejects.toBe(lapsed);
  await gate[Symbol.asyncDispose]();
  expect(calls.at(-1)).toBe("ended");
});

test("one that was never closed is not opened", async () => {
  const { gate, calls } = told();
  await gate[Symbol.asyncDispose]();
  await gate[Symbol.asyncDispose]();
  expect(calls).toEqual(["ended"]);
});
