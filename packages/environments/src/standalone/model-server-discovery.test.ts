import { expect, test } from "vitest";
import { endpointsList } from "./model-server-discovery.ts";

test("endpoints are addresses, and ports that are strings", () => {
  expect(endpointsList(["http://127.0.0.1:18000", "http://127.0.0.1:18001"])).toEqual({
    endpoints: [
      { name: "model-server-0", address: "127.0.0.1", port: "18000" },
      { name: "model-server-1", address: "127.0.0.1", port: "18001" },
    ],
  });
});
