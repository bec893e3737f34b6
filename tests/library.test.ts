import { existsSync, readdirSync } from "node:fs";
import { execa } from "execa";
import { expect, test } from "vitest";
import { connectGateway, expectDispatchOrder, startEmbedded, startStandalone } from "wa-routing";
import { temporaryFolder } from "./command.ts";
import { untilTrue } from "./until-true.ts";

test("a gateway that is closed twice, and disposed of besides, ends once", async () => {
  await using gateway = await startEmbedded();
  const { routerLog } = gateway.connection;
  const folder = routerLog?.source === "file" ? routerLog.path : "";
  expect(existsSync(folder)).toBe(true);
  await Promise.all([gateway.close(), gateway.close()]);
  expect(existsSync(folder)).toBe(false);
  await gateway.close();
}, 60_000);

test("a program that forgets its gateway, with its queue held, ends nevertheless, and leaves nothing", async () => {
  const folder = temporaryFolder();
  const program = `
    import { startEmbedded } from "wa-routing";
    const gateway = await startEmbedded();
    await gateway.gate.close();
    console.log("held");
  `;
  try {
    const { stdout } = await execa({ env: { TMPDIR: folder.path } })(process.execPath, [
      "--conditions=@wa-routing/source",
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      program,
    ]);
    expect(stdout).toBe("held");
    const left = () => readdirSync(folder.path).filter((name) => name.startsWith("wa-routing-"));
    await untilTrue(
      () => `it has left ${left()}`,
      10_000,
      () => left().length === 0,
    );
  } finally {
    folder.remove();
  }
}, 60_000);

test.each<[string, () => Promise<unknown>]>([
  ["startEmbedded", () => startEmbedded({ modelservers: 2 } as never)],
  ["startStandalone", () => startStandalone({ eppbin: "x" } as never)],
  ["connectGateway", () => connectGateway({ gatewayUrl: "http://127.0.0.1:9", metricsUrl: "x" } as never)],
  ["expectDispatchOrder", () => expectDispatchOrder({ gateway: {}, workloads: [], requests: 3 } as never)],
])("%s refuses an option that there is none of", async (of, call) => {
  await expect(call()).rejects.toMatchObject({
    code: "OPTION_INVALID",
    message: expect.stringContaining(`${of} has no option "`),
  });
});
