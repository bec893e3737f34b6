import { expect, test } from "vitest";
import { adaptedTemplate } from "./adapted-template.ts";

const TEMPLATE = {
  metadata: { labels: { app: "m" } },
  spec: {
    terminationGracePeriodSeconds: 130,
    containers: [
      { name: "sidecar", image: "s" },
      { name: "epp", image: "epp:dev", args: ["--v", "4", "--tracing=false"], volumeMounts: [{ name: "c" }] },
    ],
  },
};

test("flags are changed in their container, and all else is kept", () => {
  const { template, words } = adaptedTemplate(TEMPLATE, { container: "epp", flags: { v: "2", tracing: "true" } });
  expect(template).toEqual({
    ...TEMPLATE,
    spec: {
      ...TEMPLATE.spec,
      containers: [TEMPLATE.spec.containers[0], { ...TEMPLATE.spec.containers[1], args: ["--v=2", "--tracing=true"] }],
    },
  });
  expect(words).toBe("--v=2 --tracing=true");
});

test("a model server is replaced by ours, under its name and port, and serves what it served", () => {
  const modelServer = { image: "wa:1", port: 8000, models: ["llama", "lora"] };
  const { template } = adaptedTemplate(TEMPLATE, { container: "epp", modelServer });
  expect(template.spec.containers[0]).toEqual({ name: "sidecar", image: "s" });
  const [, replaced] = template.spec.containers;
  expect(Object.keys(replaced ?? {}).toSorted()).toEqual(
    ["args", "env", "image", "imagePullPolicy", "name", "ports", "readinessProbe"].toSorted(),
  );
  expect(replaced).toMatchObject({ name: "epp", image: "wa:1" });
  expect(replaced?.args?.join(" ")).toMatch(
    /^serve model-server .*--port 8000 --admin-port 8100 .*--models llama,lora$/,
  );
  // 24 requests of 32 tokens take some 50 ms to leave a picker in a pod: none may be answered before.
  const [, ttftMs, itlMs] = /--ttft-ms (\d+) --itl-ms (\d+)/.exec(replaced?.args?.join(" ") ?? "") ?? [];
  expect(Number(ttftMs) + 31 * Number(itlMs)).toBeGreaterThan(50);
});
