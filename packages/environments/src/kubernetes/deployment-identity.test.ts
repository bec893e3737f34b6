import { expect, test } from "vitest";
import { identityChanges, type PodIdentity, readIdentity } from "./deployment-identity.ts";
import { createKubectl } from "./kubectl.ts";
import { recordedState } from "./recorded-cluster.test-data.ts";

const container = { container: "epp", restarts: 1, image: "epp:dev", imageId: "sha256:1" };
const epp: PodIdentity = { pod: "epp-1", uid: "u1", containers: [container] };

test.each([
  { now: "the same", after: [epp], changes: [] },
  {
    now: "a successor",
    after: [{ ...epp, pod: "epp-2", uid: "u2" }],
    changes: ["pod epp-1 was replaced by epp-2"],
  },
  {
    now: "the same name, another pod, as of a StatefulSet",
    after: [{ ...epp, uid: "u2" }],
    changes: ["pod epp-1 was replaced by epp-1"],
  },
  { now: "none", after: [], changes: ["pod epp-1 is gone"] },
  { now: "one more", after: [epp, { ...epp, pod: "epp-2", uid: "u2" }], changes: ["pod epp-2 was added"] },
  {
    now: "one restart",
    after: [{ ...epp, containers: [{ ...container, restarts: 2 }] }],
    changes: ["container epp of pod epp-1 was restarted once"],
  },
  {
    now: "several restarts, another image",
    after: [{ ...epp, containers: [{ ...container, restarts: 4, imageId: "sha256:2" }] }],
    changes: [
      "container epp of pod epp-1 was restarted 3 times",
      "container epp of pod epp-1 runs another image: sha256:2, before sha256:1",
    ],
  },
])("from one pod to $now", ({ after, changes }) => {
  const found = identityChanges([epp], after);
  expect(found.map(({ text }) => text)).toEqual(changes);
  expect(found.map(({ isReplaced }) => isReplaced)).toEqual(changes.map((text) => /replaced|gone/.test(text)));
});

test("pods are read as a real cluster tells them; those that are ending are left out", async () => {
  const { objects } = recordedState("healthy-ours");
  const pods = objects.filter(({ kind }) => kind === "Pod") as unknown as { metadata: object }[];
  const [first, ...others] = pods;
  const items = [{ ...first, metadata: { ...first?.metadata, deletionTimestamp: "2026-11-25T17:06:02Z" } }, ...others];
  const kubectl = createKubectl({ program: "kubectl", namespace: "a" });
  const read = await readIdentity({ ...kubectl, json: async (_, schema) => schema.parse({ items }) }, "app=x");
  expect(read).toHaveLength(pods.length - 1);
  expect(read.at(-1)).toEqual({
    pod: "vllm-llama3-8b-instruct-epp-7655bc88f-qjhmq",
    uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    containers: [
      {
        container: "epp",
        restarts: 0,
        image: "docker.io/library/wa-routing-epp:dev",
        imageId: expect.stringMatching(/@sha256:337d08629eb6/),
      },
    ],
  });
});
