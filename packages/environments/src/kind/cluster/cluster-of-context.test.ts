import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKubectl, type Kubectl } from "../../kubernetes/kubectl.ts";
import { StandInPrograms } from "../stand-in-programs.test-data.ts";
import { clusterOfContext } from "./cluster-of-context.ts";

let programs: StandInPrograms;
beforeEach(() => {
  programs = new StandInPrograms();
  programs.set("clusters", "dev\n");
  programs.set("ports", '{"6443/tcp":[{"HostIp":"127.0.0.1","HostPort":"40123"}]}');
});
afterEach(() => programs.end());

const leadingTo = (server: string): Kubectl => ({
  ...createKubectl({ namespace: "a" }),
  json: async (_, schema) => schema.parse({ clusters: [{ cluster: { server } }] }),
});

test("the cluster whose node publishes the API's port is the one", async () => {
  const kubectl = leadingTo("https://127.0.0.1:40123");
  expect(await clusterOfContext(kubectl)).toEqual({ name: "dev", node: "dev-control-plane" });
});

test.each([
  ["another port of this host", "https://127.0.0.1:40124"],
  ["another host with the same port", "https://10.0.0.1:40123"],
  ["no address", "unix socket"],
])("a context that leads to %s is none of this host", async (_, server) => {
  expect(await clusterOfContext(leadingTo(server))).toBeNull();
});

test("a host without kind has none", async () => {
  vi.stubEnv("PATH", "/nowhere");
  expect(await clusterOfContext(leadingTo("https://127.0.0.1:40123"))).toBeNull();
});
