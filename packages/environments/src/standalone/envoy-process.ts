import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { MODEL } from "../fake-model.ts";
import { httpText } from "../http-text.ts";
import type { EnvironmentParts } from "../process/environment-parts.ts";
import { startServerProcess } from "../process/start-server-process.ts";
import { envoyConfig, loopback } from "./envoy-config.ts";
import { untilReady } from "./until-ready.ts";

const ENVOY_LOG = "envoy.log";

/** Starts Envoy before a picker, and waits until a first request has been answered through both. Returns its URL. */
export async function startEnvoy(
  parts: EnvironmentParts,
  { program, eppPort }: { readonly program: string; readonly eppPort: number },
): Promise<string> {
  const config = join(parts.folder, "envoy.yaml");
  const log = join(parts.folder, ENVOY_LOG);
  const adminFile = join(parts.folder, "envoy-admin.txt");
  await writeFile(
    config,
    stringify(envoyConfig({ listener: loopback(0), admin: loopback(0), epp: loopback(eppPort) })),
  );
  parts.keep("envoy.yaml");
  parts.keep(ENVOY_LOG);
  await parts.add(
    startServerProcess(
      {
        server: "program",
        name: "Envoy",
        command: program,
        // One worker keeps the order of dispatch best; without hot restart two Envoys do not know of each other.
        arguments: [
          ...["--config-path", config, "--admin-address-path", adminFile],
          ...["--concurrency", "1", "--disable-hot-restart", "--log-level", "warning"],
        ],
        folder: parts.folder,
        log: ENVOY_LOG,
      },
      parts.signal,
    ),
  );
  let url = "";
  await untilReady({ ...parts, log }, "Envoy is ready", async () => {
    const admin = await readFile(adminFile, "utf8").catch(() => "");
    if (admin === "") return "it has not told its admin address yet";
    const ready = await httpText(`http://${admin.trim()}/ready`).catch((error: Error) => error.message);
    if (ready.trim() !== "LIVE") return ready;
    url = listenerUrl(await httpText(`http://${admin.trim()}/listeners?format=json`));
    return true;
  });
  await untilReady({ ...parts, log }, "a first request is answered through Envoy and the endpoint picker", () =>
    httpText(`${url}/v1/completions`, {
      method: "POST",
      json: { model: MODEL, prompt: "first request", max_tokens: 1 },
    }).then(
      () => true,
      (error: Error) => error.message,
    ),
  );
  return url;
}

/** The address that a listener has got, from Envoy's own list. */
function listenerUrl(listeners: string): string {
  const { listener_statuses } = JSON.parse(listeners) as {
    listener_statuses: { local_address: { socket_address: { address: string; port_value: number } } }[];
  };
  const address = listener_statuses[0]?.local_address.socket_address;
  return `http://${address?.address}:${address?.port_value}`;
}
