import { setTimeout as delay } from "node:timers/promises";
import { identify, logCommand, type RouterLogSource, type RunningGateway } from "@wa-routing/environments";
import { type GatewayAddresses, type LastingGateway, type ProcessIdentity, WaRoutingError } from "@wa-routing/protocol";
import { chooseGateway } from "../gateway/gateway-choice.ts";
import { alreadyUp } from "./already-up.ts";
import type { LastingChoice } from "./lasting-choice.ts";
import { LastingGatewayFile } from "./lasting-gateway-file.ts";

const LOOK_EVERY_MS = 100;

/**
 * Owns a gateway until a signal comes or until it breaks; the body of the process that `wa-routing up` leaves behind. Once the gateway
 * runs, one line of JSON says so on standard output; nothing is printed after that.
 */
export async function supervise(choice: LastingChoice): Promise<void> {
  const { signal, onSignal } = untilAsked();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, onSignal);
  process.stderr.on("error", () => undefined); // Nobody reads it any more.
  const file = new LastingGatewayFile();
  const start = chooseGateway(choice);
  const supervisor = identify(process.pid) as ProcessIdentity;
  const starting: LastingGateway = {
    phase: "starting",
    schemaVersion: 1,
    environment: choice.environment,
    supervisor,
  };
  if (!file.claim(starting)) throw alreadyUp(file.read());
  let failure: string | null = null;
  try {
    await using gateway = await start(signal);
    const running: LastingGateway = { ...starting, phase: "running", addresses: addressesOf(gateway, file) };
    file.update(running);
    process.stdout.write(`${JSON.stringify(running)}\n`);
    while (!signal.aborted && failure === null) {
      await delay(LOOK_EVERY_MS);
      failure = gateway.failure();
    }
  } catch (error) {
    // A start that was cut short: what had been started has ended.
    if (!signal.aborted) throw error;
    process.exitCode = 143;
  } finally {
    if (failure === null || signal.aborted) file.remove(starting);
    else file.update({ ...starting, phase: "broken", failure });
  }
}

/** Not `interruptible`: a gateway outlives the npm that has started it, and ends well when it is asked to. */
function untilAsked() {
  const asked = new AbortController();
  return { signal: asked.signal, onSignal: () => asked.abort(new Error("asked to end")) };
}

function addressesOf({ connection }: RunningGateway, file: LastingGatewayFile): GatewayAddresses {
  const {
    gatewayUrl,
    modelServerUrls = [],
    modelServerAdminUrls = [],
    routerMetricsUrl,
    routerMetricsToken,
    routerLog,
    parameters,
  } = connection;
  const log = routerLog === undefined ? null : asOption(routerLog);
  if (routerMetricsUrl === undefined || log === null) {
    throw new WaRoutingError("the gateway does not say where its metrics and its log are", {
      code: "ENVIRONMENT_NOT_STARTED",
      expected: "an environment that we start",
    });
  }
  return {
    gatewayUrl,
    modelServerUrls: [...modelServerUrls],
    modelServerAdminUrls: [...modelServerAdminUrls],
    routerMetricsUrl,
    ...(routerMetricsToken === undefined ? {} : { routerMetricsTokenFile: file.writeToken(routerMetricsToken) }),
    routerLog: log,
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** A log as `--router-log` takes it; null: another process cannot follow it. */
function asOption(log: RouterLogSource): string | null {
  if (log.source === "file") return log.path;
  return log.source === "pod" ? `command:${logCommand(log)}` : null;
}
