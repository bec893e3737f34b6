import { afterEach, beforeEach, expect, test } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { StandInPrograms } from "../stand-in-programs.test-data.ts";
import { checkNamedImages } from "./kind-images.ts";
import { loadImage } from "./load-image.ts";

let programs: StandInPrograms;
beforeEach(() => {
  programs = new StandInPrograms();
  programs.set("images", "epp:dev\n");
});
afterEach(() => programs.end());

const cluster: Cluster = {
  ...{ name: "wa", kubeconfig: "/nowhere", node: "wa-control-plane", isOurs: true, hostPorts: new Map() },
  end: () => Promise.resolve(),
};
const LOST = 'ERROR: failed to load image: command "docker exec" failed\nctr: content digest sha256:91: not found\n';

test("is loaded by kind, and known by what a pod's imageID is compared with", async () => {
  expect(await loadImage("epp:dev", cluster)).toEqual({
    image: "epp:dev",
    id: "sha256:id-of-epp:dev",
    digests: ["sha256:id-of-epp:dev", "docker.io/epp:dev@sha256:manifest"],
  });
  expect(programs.calls("kind load")).toEqual(["kind load docker-image epp:dev --name wa"]);
});

test("one that is there already is not loaded again", async () => {
  programs.set("in-node", "epp:dev\n");
  await loadImage("epp:dev", cluster);
  expect(programs.calls("kind load")).toEqual([]);
});

test("one that is given by its digest gets a name, by which the node knows it", async () => {
  const byDigest = `ghcr.io/org/epp@sha256:${"0123456789ab".padEnd(64, "c")}`;
  programs.set("registry", `${byDigest}\n`);
  expect(await loadImage(byDigest, cluster)).toMatchObject({ image: "wa-routing/by-digest:0123456789ab" });
  expect(programs.calls("docker tag")).toEqual([`docker tag ${byDigest} wa-routing/by-digest:0123456789ab`]);
  expect(programs.calls("kind load")).toEqual(["kind load docker-image wa-routing/by-digest:0123456789ab --name wa"]);
});

test("where kind cannot load it, an archive of this platform is", async () => {
  programs.set("load-fails", LOST);
  await loadImage("epp:dev", cluster);
  expect(programs.calls("docker save")).toEqual([
    expect.stringMatching(/^docker save --platform linux\/amd64 --output \S+image\.tar epp:dev$/),
  ]);
  expect(programs.calls("kind load image-archive")).toHaveLength(1);
});

test.each([
  ["none of that name", () => programs.set("load-lost")],
  ["another one", () => programs.set("stale")],
])("what arrives is %s: that is told, and nothing is run", async (what, change) => {
  change();
  await expect(loadImage("epp:dev", cluster)).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringContaining(what),
  });
});

test("a misspelt image is told in docker's words, before a cluster is made for it", async () => {
  await expect(checkNamedImages({ eppImage: "epp:dve" })).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(/there is no image epp:dve: docker pull said .*manifest unknown/),
  });
  expect(programs.calls("kind")).toEqual([]);
});
