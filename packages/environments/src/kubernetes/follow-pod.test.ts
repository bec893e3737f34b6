import { afterEach, expect, test } from "vitest";
import type { LogFollower } from "../router-log/router-log.ts";
import { followPod } from "./follow-pod.ts";
import { type MadeUpCluster, madeUpKubectl } from "./made-up-kubectl.test-data.ts";

let follower: LogFollower | null = null;
afterEach(async () => await follower?.stop());

const SOURCE = { cluster: { namespace: "a" }, selector: "app=epp", container: "epp", reading: "followed" } as const;

function followed(cluster: MadeUpCluster) {
  const kubectl = madeUpKubectl(cluster);
  const seen = { log: "", gaps: [] as string[] };
  follower = followPod(kubectl, SOURCE, {
    onLogChunk: (chunk) => {
      seen.log += Buffer.from(chunk).toString();
    },
    onGap: (gap) => void seen.gaps.push(gap),
  });
  return { kubectl, seen, follower, latest: () => kubectl.children.at(-1) };
}

test("it is attached once the last line that was there has come, which is not part of what follows", async () => {
  const { seen, follower, kubectl, latest } = followed({ pods: [{ name: "epp-1", uid: "u1" }] });
  let attached = false;
  void follower.attached?.then(() => {
    attached = true;
  });
  await expect.poll(() => kubectl.children.length).toBe(1);
  expect(latest()?.args).toEqual(["logs", "--follow", "epp-1", "--container", "epp", "--tail", "1"]);
  expect(attached).toBe(false);
  latest()?.stdout.write("from before\none\n");
  await follower.attached;
  latest()?.stdout.write("two\n");
  await expect.poll(() => seen.log).toBe("one\ntwo\n");
  await follower.stop();
  expect(seen.gaps).toEqual([]);
});

test("an end with code 0 is a gap when the pod was replaced, and the new one is read from its start", async () => {
  const cluster: MadeUpCluster = { pods: [{ name: "epp-1", uid: "u1" }] };
  const { seen, follower, kubectl, latest } = followed(cluster);
  await expect.poll(() => kubectl.children.length).toBe(1);
  latest()?.stdout.write("from before\n");
  await follower.attached;
  cluster.pods = [{ name: "epp-2", uid: "u2" }];
  latest()?.end(0);
  await expect.poll(() => kubectl.children.length).toBe(2);
  expect(latest()?.args).toEqual(["logs", "--follow", "epp-2", "--container", "epp"]);
  latest()?.stdout.write("its first line\n");
  await expect.poll(() => seen.log).toBe("its first line\n");
  expect(seen.gaps).toEqual(["the log of pod epp-1 ended before the run did (pod epp-1 was replaced by epp-2)"]);
});

test("a restart in the same pod is a gap, too", async () => {
  const cluster: MadeUpCluster = { pods: [{ name: "epp-1", uid: "u1" }] };
  const { seen, follower, kubectl, latest } = followed(cluster);
  await expect.poll(() => kubectl.children.length).toBe(1);
  latest()?.stdout.write("from before\n");
  await follower.attached;
  cluster.pods = [{ name: "epp-1", uid: "u1", restarts: 1 }];
  latest()?.end(0);
  await expect.poll(() => kubectl.children.length).toBe(2);
  expect(latest()?.args).not.toContain("--tail");
  expect(seen.gaps).toEqual([expect.stringMatching(/container epp of pod epp-1 was restarted once/)]);
});

test("where only the connection ended, what came between is a gap, and the rest is followed", async () => {
  const { seen, follower, kubectl, latest } = followed({ pods: [{ name: "epp-1", uid: "u1" }] });
  await expect.poll(() => kubectl.children.length).toBe(1);
  latest()?.stdout.write("from before\n");
  await follower.attached;
  latest()?.stderr.write("error: unexpected EOF\n");
  latest()?.end(1);
  await expect.poll(() => kubectl.children.length).toBe(2);
  latest()?.stdout.write("from before\nthree\n");
  await expect.poll(() => seen.log).toBe("three\n");
  expect(seen.gaps).toEqual([
    "the log of pod epp-1 ended before the run did (the pod is the same) error: unexpected EOF",
  ]);
});

test("without a pod there is nothing to follow, and that is said", async () => {
  const { follower } = followed({ pods: [] });
  await expect(follower.attached).rejects.toThrow("no pod of app=epp runs a container epp");
});
