import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { causeOfSilence } from "./cause-of-silence.ts";
import { httpText } from "./http-text.ts";

/** Servers that are no HTTP servers, by what they do with a connection. */
const KINDS: Readonly<Record<string, (socket: Socket) => void>> = {
  silent: () => undefined,
  closing: (socket) => socket.once("data", () => socket.destroy()),
  ssh: (socket) => socket.once("data", () => socket.end("SSH-2.0-OpenSSH_9.6\r\n")),
};
const ports = new Map<string, number>();
const servers = Object.entries(KINDS).map(([kind, onConnection]) => ({
  kind,
  server: createServer((socket) => onConnection(socket.on("error", () => undefined))),
}));
beforeAll(async () => {
  for (const { kind, server } of servers) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.set(kind, (server.address() as AddressInfo).port);
  }
});
afterAll(() => {
  for (const { server } of servers) server.close();
});

test.each<[string, string, RegExp, RegExp]>([
  [
    "nobody listens",
    "http://127.0.0.1:9",
    /: nothing listens at 127\.0\.0\.1:9 \(ECONNREFUSED\)$/,
    /server is running/,
  ],
  ["a name of this machine", "http://localhost:9", /: nothing listens at localhost:9 /, /running/],
  [
    "a server that says nothing",
    "http://127.0.0.1:{silent}",
    /:\d+ took the request, and did not answer in time$/,
    /own log/,
  ],
  ["a server that hangs up", "http://127.0.0.1:{closing}", /:\d+ closed the connection without an answer/, /https:/],
  ["one that speaks something else", "http://127.0.0.1:{ssh}", /:\d+ does not speak HTTP/, /http:/],
  ["TLS to one that does not speak it", "https://127.0.0.1:{ssh}", /:\d+ does not speak TLS$/, /https:/],
])("%s: %s", async (_, written, says, remedy) => {
  const url = written.replace(/\{(\w+)\}/, (__, kind: string) => String(ports.get(kind)));
  await expect(httpText(url, { timeoutMs: 300 })).rejects.toMatchObject({
    code: "ENDPOINT_UNREACHABLE",
    field: url,
    message: expect.stringMatching(says),
    remedy: expect.stringMatching(remedy),
  });
});

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

// As Node, OpenSSL and undici word them: not every machine can bring them about.
test.each<[string, unknown, RegExp, RegExp]>([
  ["http://gw.example", coded("ENOTFOUND"), /^the name gw\.example cannot be resolved$/, /misspelling/],
  ["http://gw.prod.svc", coded("EAI_AGAIN"), /^the name gw\.prod\.svc cannot/, /inside the cluster only.*port-forward/],
  ["http://gw.prod.svc.cluster.local:80", coded("ENOTFOUND"), /cannot be resolved/, /inside the cluster only/],
  ["http://svc.example", coded("ENOTFOUND"), /cannot be resolved/, /misspelling/],
  ["https://gw", coded("ETIMEDOUT"), /^no connection to gw:443 was made in time$/, /firewalls/],
  ["http://10.1.1.1", coded("EHOSTUNREACH", "connect EHOSTUNREACH"), /^there is no way to 10\.1\.1\.1:80/, /network/],
  ["https://gw", coded("SELF_SIGNED_CERT_IN_CHAIN"), /not from an authority that is trusted/, /--cacert/],
  ["https://gw", coded("CERT_HAS_EXPIRED"), /not valid now/, /--insecure-skip-tls-verify/],
  ["https://gw", coded("ERR_TLS_CERT_ALTNAME_INVALID"), /for other names than gw/, /names/],
  [
    "https://gw",
    coded("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"),
    /another certificate of this client/,
    /--client-cert/,
  ],
  [
    "http://gw",
    coded("ECONNREFUSED", "connect ECONNREFUSED 10.0.0.7:3128"),
    /nothing listens at gw:80 .*10\.0\.0\.7:3128/,
    /running/,
  ],
  ["http://gw", new AggregateError([coded("ECONNREFUSED")], ""), /nothing listens at gw:80/, /running/],
  ["http://gw", new TypeError("fetch failed", { cause: coded("ENOTFOUND") }), /gw cannot be resolved/, /misspelling/],
  ["http://gw", new Error("something else"), /^something else$/, /check the address/],
])("%s: %o", (url, error, says, remedy) => {
  const cause = causeOfSilence(url, error);
  expect(cause.says).toMatch(says);
  expect(cause.remedy).toMatch(remedy);
});
