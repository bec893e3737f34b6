import { expect, test } from "vitest";
import { recordedCluster, recordedState } from "./recorded-cluster.test-data.ts";
import { untilWhole } from "./until-whole.ts";

const EPP = "vllm-llama3-8b-instruct-epp";
const POOL = "vllm-llama3-8b-instruct";
const ALL = [EPP, POOL, "envoy"];
const limits = { timeoutMs: 10_000, everyMs: 1 };

// Each was recorded on a real cluster.
test.each([
  {
    state: "pullbackoff",
    cause: /image epp-fork:missing of container epp: ImagePullBackOff: Back-off pulling image/,
    remedy: /kind load docker-image/,
  },
  {
    state: "neverpull",
    cause: /ErrImageNeverPull: Container image "epp-fork:missing" is not present with pull policy of Never/,
    remedy: /load the image into the cluster/,
  },
  {
    state: "crashloop",
    cause:
      /restarted 4 times \(CrashLoopBackOff\).* exit code 1; its last words: .*'no-such-scorer' is not registered/s,
    remedy: /last words/,
  },
  { state: "unsched", cause: /cannot be scheduled: 0\/1 nodes are available: 1 Insufficient cpu/, remedy: /requests/ },
  {
    state: "notready",
    cause: /is not ready: Readiness probe failed: timeout: failed to connect service/,
    remedy: /probe/,
  },
  {
    state: "wrong-image-only",
    cause: /image wa-routing-eppp:dev of container epp: ImagePullBackOff/,
    remedy: /check the image's name/,
  },
])("$state: the cause is named at the second look", async ({ state, cause, remedy }) => {
  using cluster = recordedCluster([state]);
  const failure = untilWhole(cluster.kubectl, { deployments: [EPP], inferencePool: null, ...limits });
  await expect(failure).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(cause),
    remedy: expect.stringMatching(remedy),
  });
  expect(cluster.looks()).toBe(2);
});

test.each([
  { state: "missing-crd", cause: /does not know the kind InferencePool: .*could not find the requested resource/ },
  {
    state: "pool-missing",
    cause: /there is no InferencePool .*NOT_SERVING.*restarted 4 times: Readiness probe failed/,
  },
  { state: "crashloop", cause: /selects no pod \(app=vllm-llama3-8b-instruct\).*no-such-scorer/s },
])("$state: what is amiss with the pool is named first", async ({ state, cause }) => {
  using cluster = recordedCluster([state]);
  const failure = untilWhole(cluster.kubectl, { deployments: [EPP], inferencePool: POOL, ...limits });
  await expect(failure).rejects.toMatchObject({
    code: "ENVIRONMENT_NOT_STARTED",
    message: expect.stringMatching(cause),
  });
  expect(cluster.looks()).toBe(2);
});

test("in a rolling update the new pod is judged, though the old one answers", async () => {
  using cluster = recordedCluster(["healthy-ours", "wrong-image-rolling"]);
  await untilWhole(cluster.kubectl, { deployments: ALL, inferencePool: POOL, ...limits });
  const failure = untilWhole(cluster.kubectl, { deployments: ALL, inferencePool: POOL, ...limits });
  await expect(failure).rejects.toThrow(/pod vllm-llama3-8b-instruct-epp-5c79fbcfbf-6ltg7: image wa-routing-eppp:dev/);
});

test("a pod that has just begun is waited for", async () => {
  using cluster = recordedCluster(["epp-deleted-after", "epp-deleted-after", "epp-deleted-after", "healthy-ours"]);
  await untilWhole(cluster.kubectl, { deployments: ALL, inferencePool: POOL, ...limits });
  // The parts of a look are asked for at once: one may mix two states, and another is needed.
  expect(cluster.looks()).toBeGreaterThanOrEqual(4);
});

test("what was seen once, and then mended, is no cause", async () => {
  using cluster = recordedCluster(["wrong-image-rolling", "epp-deleted-after", "wrong-image-rolling", "healthy-ours"]);
  await untilWhole(cluster.kubectl, { deployments: ALL, inferencePool: POOL, ...limits });
  // The parts of a look are asked for at once: one may mix two states, and another is needed.
  expect(cluster.looks()).toBeGreaterThanOrEqual(4);
});

test("once the time is over, what is still awaited is said", async () => {
  using cluster = recordedCluster(["epp-deleted-after"]);
  const late = untilWhole(cluster.kubectl, { deployments: ALL, inferencePool: POOL, timeoutMs: 0, everyMs: 1 });
  await expect(late).rejects.toThrow(
    /was not whole after 0 s: Deployment vllm-llama3-8b-instruct-epp: 1 of 1 pods are up to date, 0 of 1 are ready$/,
  );
});

test("several endpoint pickers behind one pool are refused", async () => {
  const healthy = recordedState("healthy-ours");
  const objects = healthy.objects.map((object) => {
    const { kind, metadata, spec } = object as { kind: string; metadata: { name: string }; spec: object };
    return kind === "Deployment" && metadata.name === EPP ? { ...object, spec: { ...spec, replicas: 2 } } : object;
  });
  using cluster = recordedCluster([{ ...healthy, objects }]);
  const failure = untilWhole(cluster.kubectl, { deployments: ALL, inferencePool: POOL, ...limits });
  await expect(failure).rejects.toThrow(/has 2 replicas: an order exists only inside one endpoint picker/);
});

test("giving up ends the wait at once", async () => {
  using cluster = recordedCluster(["epp-deleted-after"]);
  const giveUp = new AbortController();
  const waiting = untilWhole(
    cluster.kubectl,
    { ...limits, deployments: ALL, inferencePool: POOL, everyMs: 60_000 },
    giveUp.signal,
  );
  await expect.poll(() => cluster.looks()).toBe(1);
  giveUp.abort(new Error("given up"));
  await expect(waiting).rejects.toThrow("given up");
});
