import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startEmbedded } from "@wa-routing/environments";
import type { Checklist, SuccessMetricId } from "@wa-routing/protocol";
import { findScenario } from "@wa-routing/scenarios";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScenarios } from "wa-routing";
import { temporaryFolder } from "../command.ts";

// RFC 9110 5.2: two header lines of one name may arrive as one, with a comma between. A router that was given such a line is not wrong.
const folder = temporaryFolder();
const proxy = createServer((incoming, answer) => {
  // Node has joined them already in `headers`.
  const target = new URL(incoming.url ?? "/", gatewayUrl);
  const forwarded = request(target, { method: incoming.method ?? "GET", headers: incoming.headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
  });
  forwarded.on("error", () => answer.destroy());
  incoming.pipe(forwarded);
});
let gatewayUrl = "";
const checklists = new Map<"log" | "no log", Checklist>();

afterAll(() => {
  proxy.closeAllConnections();
  proxy.close();
  folder.remove();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const scenario = findScenario("default-workload");
  for (const [name, routerLog] of [
    ["log", true],
    ["no log", false],
  ] as const) {
    const { checklist } = await runScenarios({
      scenarios: [scenario],
      seed: 7,
      runDir: join(folder.path, name),
      async startGateway() {
        const gateway = await startEmbedded();
        gatewayUrl = gateway.url;
        const { description } = gateway;
        const witnesses = { ...description.witnesses, routerLog };
        return { ...gateway, url, address: { url }, description: { ...description, witnesses } };
      },
    });
    checklists.set(name, checklist);
  }
}, 120_000);

const checkIn = (name: "log" | "no log", id: SuccessMetricId) =>
  checklists.get(name)?.checks.find((check) => check.id === id);

test("they are read as none, which is said, and no order is wrong for it", () => {
  const read = checkIn("log", "functional.default-workload");
  expect(read).toMatchObject({ verdict: "pass", reasons: [] });
  expect(read?.evidence).toContainEqual("several header lines were read as one that is not readable (2 requests)");
  expect(checkIn("log", "observability.dispatch-order")).toMatchObject({ verdict: "pass", reasons: [] });
});

test("without a log nobody knows how they were read, and they are not judged", () => {
  expect(checkIn("no log", "functional.default-workload")).toMatchObject({ verdict: "pass", reasons: [] });
});
