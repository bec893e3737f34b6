import { afterEach, expect, test } from "vitest";
import { followCommand } from "./follow-command.ts";
import type { LogFollower } from "./router-log.ts";

let follower: LogFollower | null = null;
afterEach(async () => await follower?.stop());

function followed(command: string) {
  const seen = { log: "", gaps: [] as string[] };
  follower = followCommand(command, {
    onLogChunk: (chunk) => {
      seen.log += Buffer.from(chunk).toString();
    },
    onGap: (gap) => void seen.gaps.push(gap),
  });
  return seen;
}

test.each([
  ["standard output", "echo one; echo two; exec sleep 60"],
  ["standard error, as docker logs prints it", "{ echo one; echo two; } >&2; exec sleep 60"],
  ["both", "echo one; sleep 0.3; echo two >&2; exec sleep 60"],
])("what comes on %s is the log", async (_, command) => {
  const seen = followed(command);
  await expect.poll(() => seen.log).toBe("one\ntwo\n");
  await follower?.stop();
  expect(seen.gaps).toEqual([]);
});

test("a line of one stream is not torn by a line of the other", async () => {
  const seen = followed("printf on; sleep 0.3; echo two >&2; sleep 0.3; echo e; exec sleep 60");
  await expect.poll(() => seen.log).toBe("two\none\n");
});

test.each([
  ["0", "echo one; echo gone >&2", "0"],
  ["another", "echo one; echo gone >&2; exit 7", "7"],
])(
  "an end before the run's is a loss, with exit code %s, and is told with its last words",
  async (_, command, code) => {
    const seen = followed(command);
    await expect
      .poll(() => seen.gaps)
      .toEqual([`the log command ended with exit code ${code} before the run did: ${command} gone`]);
    expect(seen.log.split("\n").sort()).toEqual(["", "gone", "one"]);
  },
);

test("kubectl's own errors on standard error are not the router's", async () => {
  const own = "E1125 15:28:20.123456   12345 memcache.go:265] couldn't get resource list for metrics.k8s.io/v1beta1";
  const seen = followed(`echo "${own}" >&2; echo two >&2; exec sleep 60`);
  await expect.poll(() => seen.log).toBe("two\n");
});

test("what it printed without a line end is kept", async () => {
  const seen = followed("printf one");
  await expect.poll(() => seen.gaps).toHaveLength(1);
  expect(seen.log).toBe("one\n");
});
