import { setTimeout as delay } from "node:timers/promises";
import { identify, type RunningGateway } from "@wa-routing/environments";
import { type GatewayAddresses, type LastingGateway, type ProcessIdentity, WaRoutingError } from "@wa-routing/protocol";
import { chooseGateway } from "../gateway/gateway-choice.ts";
import { alreadyUp } from "./already-up.ts";
import type { LastingChoice } from "./lasting-choice.ts";
import { LastingGatewayFile } from "./lasting-gateway-file.ts";

const LOOK_EVERY_MS = 100;

/**
 * Owns a gateway until SIGTERM or until it breaks; the body of the process that `wa-routing up` leaves behind. Once the gateway
 * runs, one line of JSON says so on standard output; nothing is printed after that.
 */
export async function supervise(choice: LastingChoice): Promise<void> {
  let asked = false;
  let endsAtOnce = () => {};
  const onSignal = () => {
    asked = true;
    endsAtOnce();
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
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
  // A start cannot be cut short; but what has been started ends with us.
  endsAtOnce = () => {
    file.remove(starting);
    process.exit(143);
  };
  let failure: string | null = null;
  try {
    await using gateway = await start();
    endsAtOnce = () => {};
    const running: LastingGateway = { ...starting, phase: "running", addresses: addressesOf(gateway) };
    file.update(running);
    process.stdout.write(`${JSON.stringify(running)}\n`);
    while (!asked && failure === null) {
      await delay(LOOK_EVERY_MS);
      failure = gateway.failure();
    }
  } finally {
    if (failure === null || asked) file.remove(starting);
    else file.update({ ...starting, phase: "broken", failure });
  }
}

function addressesOf({ connection }: RunningGateway): GatewayAddresses {
  const {
    gatewayUrl,
    modelServerUrls = [],
    modelServerAdminUrls = [],
    routerMetricsUrl,
    routerLog,
    parameters,
  } = connection;
  if (routerMetricsUrl === undefined || routerLog?.source !== "file") {
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
    routerLog: routerLog.path,
    ...(parameters === undefined ? {} : { parameters }),
  };
}
