import { expect, test } from "vitest";
import { flagOf, withFlag } from "./container-flags.ts";

const of = (...args: string[]) => ({ command: ["epp"], args });

test.each([
  [of("--v", "4"), "v", "4"],
  [of("--v=4"), "v", "4"],
  [of("-v", "4"), "v", "4"],
  [of("-v=4", "--zap-encoder", "json"), "zap-encoder", "json"],
  [of("--config-file=/config/a=b.yaml"), "config-file", "/config/a=b.yaml"],
  [of("--vmodule", "4"), "v", undefined],
  [{ command: ["envoy", "--log-level", "trace"], args: [] }, "log-level", "trace"],
])("%j: --%s is %s", (container, name, value) => {
  expect(flagOf(container, name)).toBe(value);
});

test.each([
  [
    ["--v", "4", "--tracing=false"],
    ["--v=2", "--tracing=false"],
  ],
  [
    ["--tracing=false", "-v=4"],
    ["--tracing=false", "--v=2"],
  ],
  [["--tracing=false"], ["--tracing=false", "--v=2"]],
])("%j with -v 2 is %j", (args, changed) => {
  expect(withFlag(args, "v", "2")).toEqual(changed);
});
