import { changedParameters, type GatewayAddresses, writeParameters } from "@wa-routing/protocol";
import type { LastingChoice } from "../background/lasting-choice.ts";
import { startSupervisor } from "../background/start-supervisor.ts";
import { chooseGateway } from "../gateway/gateway-choice.ts";
import { interruptible } from "../interruption/interruptible.ts";
import { addressRows } from "../run/hold-gateway.ts";
import { printable } from "./printed.ts";
import { statusLine } from "./status-line.ts";
import type { UpCommandOptions } from "./up-options.ts";

/** `wa-routing up` */
export async function upCommand(environment: LastingChoice["environment"], options: UpCommandOptions): Promise<void> {
  const { json = false, ...rest } = options;
  const choice = { ...rest, environment };
  chooseGateway(choice); // Wrong options are told here.
  const status = statusLine(json);
  status.show(`starting the ${environment} gateway …`);
  const { whole } = await interruptible(async (signal) => {
    const command = [process.execPath, ...process.execArgv, String(process.argv[1])] as const;
    const supervised = await startSupervisor(command, choice, signal);
    status.clear();
    if (supervised.outcome === "ended") {
      process.exitCode = supervised.exitCode;
      return;
    }
    const { addresses, supervisor } = supervised.gateway;
    const run = runArguments(addresses);
    const printed = { environment, pid: supervisor.pid, addresses, run };
    process.stdout.write(json ? `${JSON.stringify(printed, null, 2)}\n` : printable(inWords(printed)));
  });
  status.clear();
  if (!whole) process.stderr.write("wa-routing: interrupted; nothing is left running\n");
}

/** What `wa-routing` is told to judge a gateway that runs. */
function runArguments(addresses: GatewayAddresses): string[] {
  const { parameters, routerMetricsTokenFile: tokenFile } = addresses;
  const score = parameters === undefined ? "" : writeParameters(changedParameters(parameters));
  return [
    ...["run", "--environment", "existing", "--envoy-url", addresses.gatewayUrl],
    ...["--model-server-url", addresses.modelServerUrls.join(",")],
    ...["--model-server-admin-url", addresses.modelServerAdminUrls.join(",")],
    ...["--router-metrics-url", addresses.routerMetricsUrl, "--router-log", addresses.routerLog],
    ...(tokenFile === undefined ? [] : ["--router-metrics-token-file", tokenFile]),
    ...(score === "" ? [] : ["--score", score]),
  ];
}

interface Printed {
  readonly environment: string;
  readonly pid: number;
  readonly addresses: GatewayAddresses;
  readonly run: readonly string[];
}

function inWords({ environment, pid, addresses, run }: Printed): string {
  return [
    `The ${environment} gateway is up (pid ${pid}).`,
    ...addressRows(addresses),
    `  ${"router log".padEnd(16)}  ${addresses.routerLog}`,
    "",
    "Judge it:",
    `  wa-routing ${run.map(quoted).join(" ")}`,
    "End it:",
    "  wa-routing down",
    "",
  ].join("\n");
}

/** As one word for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
