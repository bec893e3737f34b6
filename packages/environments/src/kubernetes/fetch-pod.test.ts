import { expect, test } from "vitest";
import { fetchPod } from "./fetch-pod.ts";
import { type MadeUpCluster, madeUpKubectl } from "./made-up-kubectl.test-data.ts";

const SOURCE = { cluster: { namespace: "a" }, selector: "app=epp", container: "epp", reading: "fetched" } as const;
const line = (second: number, text: string) => `2026-11-26T04:00:0${second}.123456789Z ${text}\n`;

/** A pod whose log is what `written` holds; `kubectl logs` reads it as the real one does. */
async function fetched(written: { text: string }, cluster: MadeUpCluster) {
  const calls: string[] = [];
  cluster.logs = (args) => {
    calls.push(args.slice(args.indexOf("--timestamps") + 1).join(" "));
    const since = args[args.indexOf("--since-time") + 1] ?? "";
    const lines = written.text.split("\n").filter((each) => each !== "");
    if (args.includes("--tail")) return lines.slice(-1).join("\n");
    return lines.filter((each) => !args.includes("--since-time") || `${each.slice(0, 19)}Z` >= since).join("\n");
  };
  const seen = { log: "", gaps: [] as string[] };
  const follower = fetchPod(madeUpKubectl(cluster), SOURCE, {
    onLogChunk: (chunk) => {
      seen.log += Buffer.from(chunk).toString();
    },
    onGap: (gap) => void seen.gaps.push(gap),
  });
  await follower.attached;
  return { seen, follower, calls };
}

test("each fetch hands over what is new, without the time that kubectl puts before it", async () => {
  const written = { text: line(1, "old") + line(2, "last before") };
  const { seen, follower, calls } = await fetched(written, { pods: [{ name: "epp-1", uid: "u1" }] });
  written.text += line(2, "one") + line(3, "two  and spaces");
  await follower.readNow();
  expect(seen.log).toBe("one\ntwo  and spaces\n");
  await follower.readNow();
  written.text += line(4, "three");
  await follower.stop();
  expect(seen).toEqual({ log: "one\ntwo  and spaces\nthree\n", gaps: [] });
  expect(calls).toEqual([
    "--tail 1",
    "--since-time 2026-11-26T04:00:02Z",
    "--since-time 2026-11-26T04:00:03Z",
    "--since-time 2026-11-26T04:00:03Z",
  ]);
});

test("a log that was rotated meanwhile is a gap: the line that was last is not there any more", async () => {
  const written = { text: line(1, "last before") };
  const { seen, follower } = await fetched(written, { pods: [{ name: "epp-1", uid: "u1" }] });
  written.text = line(5, "after the rotation");
  await follower.stop();
  expect(seen.log).toBe("after the rotation\n");
  expect(seen.gaps).toEqual([expect.stringMatching(/log of pod epp-1 was rotated/)]);
});

test("a log that was empty is read from its start", async () => {
  const written = { text: "" };
  const { seen, follower } = await fetched(written, { pods: [{ name: "epp-1", uid: "u1" }] });
  written.text = line(1, "one");
  await follower.stop();
  expect(seen).toEqual({ log: "one\n", gaps: [] });
});

test.each([
  ["replaced", [{ name: "epp-2", uid: "u2" }], /pod epp-1 was replaced by epp-2/],
  ["restarted", [{ name: "epp-1", uid: "u1", restarts: 1 }], /container epp of pod epp-1 was restarted once/],
])("a router that was %s is a gap, and what the new one wrote is read", async (_, pods, why) => {
  const written = { text: line(1, "last before") };
  const cluster: MadeUpCluster = { pods: [{ name: "epp-1", uid: "u1" }] };
  const { seen, follower } = await fetched(written, cluster);
  cluster.pods = pods;
  written.text = line(5, "begins") + line(6, "goes on");
  await follower.stop();
  expect(seen.log).toBe("begins\ngoes on\n");
  expect(seen.gaps).toEqual([expect.stringMatching(why)]);
});

test("a fetch that fails loses nothing, as long as the next one succeeds", async () => {
  const written = { text: line(1, "last before") };
  const cluster: MadeUpCluster = { pods: [{ name: "epp-1", uid: "u1" }] };
  const { seen, follower } = await fetched(written, cluster);
  cluster.pods = [];
  await follower.readNow();
  cluster.pods = [{ name: "epp-1", uid: "u1" }];
  written.text += line(2, "one");
  await follower.readNow();
  cluster.pods = [];
  await follower.stop();
  expect(seen.log).toBe("one\n");
  expect(seen.gaps).toEqual([
    "the router's log could not be fetched at the end of the run: no pod of app=epp runs a container epp",
  ]);
});
