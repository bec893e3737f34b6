import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { EPP_ORDERINGS, endpointsFile, eppConfig } from "./epp-config.ts";

test.each(EPP_ORDERINGS)("%s is what epp/config holds, without the defaults that it shows", (ordering) => {
  const file = new URL(`../../../../epp/config/${ordering}.yaml`, import.meta.url);
  const config = parse(readFileSync(file, "utf8")) as { plugins: { type: string; parameters?: unknown }[] };
  const plugins = config.plugins.map(({ type }) => ({ type }));
  expect(eppConfig(ordering)).toEqual({ ...config, plugins });
});

test("endpoints are addresses, and ports that are strings", () => {
  expect(endpointsFile(["http://127.0.0.1:18000", "http://127.0.0.1:18001"])).toEqual({
    endpoints: [
      { name: "model-server-0", address: "127.0.0.1", port: "18000" },
      { name: "model-server-1", address: "127.0.0.1", port: "18001" },
    ],
  });
});
