import { type GateDriver, WaRoutingError } from "@wa-routing/protocol";
import { errorMessage } from "../error-message.ts";
import { asCommand, type ControlRequest } from "./control-request.ts";
import type { Gate } from "./gate.ts";

/** A gate that nobody keeps closed opens by itself after so long. */
export const LEASE_MS = 10_000;
/** Three may be lost. */
const RENEW_EVERY_MS = 2500;
const TRY_EVERY_MS = 250;
const RELEASE_MS = 1000;
const LAST_TRIES_MS = 5000;

/** How one kind of gate is closed and opened. */
export interface GateMechanism {
  readonly driver: GateDriver;
  /** Closes it for a lease. */
  shut(): Promise<void>;
  /** Waits until the router has been seen to know. */
  untilSeen(): Promise<void>;
  /** Makes the lease begin anew. */
  renew(): Promise<void>;
  /** Opens it. What was wrong with the hold that ends; null: nothing was. */
  open(): Promise<WaRoutingError | null>;
  cleared?(onWaiting: (what: string) => void): Promise<void>;
  /** Ends what it has started. */
  end?(): Promise<void>;
  /** What opens it, for whoever has to do so by hand. */
  readonly openings: readonly ControlRequest[];
}

/** A gate that stays closed only as long as this process says so, and that is opened whatever it takes. */
export function leasedGate(mechanism: GateMechanism): Gate {
  let closed = false;
  let renewing: NodeJS.Timeout | undefined;
  let renewal: Promise<void> = Promise.resolve();
  let ended = false;

  const tryToOpen = async (deadlineMs: number) => {
    const startMs = performance.now();
    for (;;) {
      try {
        const wrong = await mechanism.open();
        closed = false;
        return wrong;
      } catch (error) {
        if (performance.now() - startMs >= deadlineMs) throw error;
        await delay(TRY_EVERY_MS);
      }
    }
  };
  const tryOn = async () => {
    while (closed && renewing === undefined && !ended) {
      await delay(TRY_EVERY_MS);
      if (closed && renewing === undefined && !ended) await tryToOpen(0).catch(() => undefined);
    }
  };
  const stopRenewing = async () => {
    clearInterval(renewing);
    renewing = undefined;
    await renewal; // One that came after the opening would close it again.
  };

  return {
    driver: mechanism.driver,
    async close() {
      closed = true;
      clearInterval(renewing);
      renewing = setInterval(() => {
        // The next one tries again.
        renewal = mechanism.renew().catch(() => undefined);
      }, RENEW_EVERY_MS).unref(); // A program that forgets it is not held up: the lease runs out.
      await mechanism.shut();
      await mechanism.untilSeen();
    },
    async open() {
      await stopRenewing();
      const wrong = await tryToOpen(RELEASE_MS).catch((error: unknown) => {
        void tryOn();
        throw notOpened("GATE_NOT_OPENED", error, mechanism.openings);
      });
      if (wrong !== null) throw wrong;
    },
    cleared: async (onWaiting = () => undefined) => await mechanism.cleared?.(onWaiting),
    async [Symbol.asyncDispose]() {
      if (ended) return;
      ended = true;
      await stopRenewing();
      try {
        if (closed) await tryToOpen(LAST_TRIES_MS);
      } catch (error) {
        throw notOpened("GATE_LEFT_CLOSED", error, mechanism.openings);
      } finally {
        await mechanism.end?.();
      }
    },
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function notOpened(
  code: "GATE_NOT_OPENED" | "GATE_LEFT_CLOSED",
  error: unknown,
  openings: readonly ControlRequest[],
): WaRoutingError {
  return new WaRoutingError(`the gate could not be opened: ${errorMessage(error)}`, {
    code,
    expected: "model servers that can be told to go on",
    remedy: `open it: ${openings.map(asCommand).join("; ")}`,
    cause: error,
  });
}
