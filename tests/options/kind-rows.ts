import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { StandInPrograms } from "../../packages/environments/src/kind/stand-in-programs.test-data.ts";
import type { ExistingGateway } from "../../packages/runner/src/gateway/existing-choice.ts";
import { chosenGateway } from "../../packages/runner/src/gateway/gateway-choice.ts";
import { chooseOrderings } from "../../packages/runner/src/gateway/ordering-choice.ts";
import { commandHere } from "../command-here.ts";
import { type OptionRow, rowsOf } from "./option-row.ts";
import { parsedRun } from "./parsed-command.ts";

const MANIFESTS = `apiVersion: inference.networking.k8s.io/v1
kind: InferencePool
metadata: { name: pool }
spec:
  targetPorts: [{ number: 8000 }]
  selector: { matchLabels: { app: servers } }
  endpointPickerRef: { name: theirs, kind: Service, port: { number: 9002 } }
---
{ apiVersion: v1, kind: Service, metadata: { name: theirs }, spec: { selector: { app: theirs } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: theirs }
spec:
  selector: { matchLabels: { app: theirs } }
  template:
    metadata: { labels: { app: theirs } }
    spec: { containers: [{ name: epp, image: "theirs:dev" }] }
`;

/** Options of `run --environment kind`: seen in what kind and docker are called with, which are stand-ins here. */
export function kindRows(folder: string): OptionRow[] {
  const tried = async (args: readonly string[], look: (programs: StandInPrograms, stderr: string) => void) => {
    const programs = new StandInPrograms();
    try {
      programs.set("create-fails", "ERROR: no room\n");
      programs.set("clusters", "theirs\n");
      const basic = [
        "--environment",
        "kind",
        "--scenario",
        "basic-priority",
        "--run-dir",
        mkdtempSync(join(folder, "kind-")),
      ];
      const { code, stderr } = await commandHere("run", ...basic, ...args);
      expect(code, stderr).toBe(4);
      look(programs, stderr);
      expect(programs.calls("delete cluster --name theirs")).toEqual([]);
    } finally {
      programs.end();
    }
  };
  const image = (flag: string) => async () =>
    await tried([`--${flag}`, "mispelt:dev"], (programs, stderr) => {
      expect(stderr).toContain("there is no image mispelt:dev");
      expect(programs.calls("kind create")).toEqual([]);
    });
  const chosen = async (...args: string[]) => chosenGateway(await parsedRun("--environment", "kind", ...args)).options;
  return rowsOf("run", {
    "epp-image": image("epp-image"),
    "envoy-image": image("envoy-image"),
    async "model-server-image"() {
      await image("model-server-image")();
      const args = ["--namespace", "inf-ext-e2e", "--adapt", "--model-server-image", "wa:1"];
      const { namespace } = chosenGateway(await parsedRun(...args)) as ExistingGateway;
      expect(namespace?.adapt).toMatchObject({ modelServerImage: "wa:1" });
    },
    "kind-node-image": () =>
      tried(["--kind-node-image", "node:x"], (programs) => {
        expect(programs.calls("kind create")[0]).toContain("--image node:x");
      }),
    cluster: () =>
      tried(["--cluster", "theirs"], (_, stderr) => expect(stderr).toContain("there is a kind cluster theirs already")),
    reuse: () =>
      tried(["--cluster", "none", "--reuse", "require"], (_, stderr) =>
        expect(stderr).toContain("there is no kind cluster none"),
      ),
    async "epp-build"() {
      expect(await chosen("--epp-build", "epp")).toEqual({ eppBuild: "epp" });
    },
    async "epp-manifests"() {
      const manifests = join(folder, "epp.yaml");
      writeFileSync(manifests, MANIFESTS);
      await tried(["--epp-manifests", manifests], (programs, stderr) => {
        expect(stderr).toContain("there is no image theirs:dev");
        expect(programs.calls("kind create")).toEqual([]);
      });
    },
    async hold() {
      const [gateway] = chooseOrderings({ environment: "kind", hold: "on-failure 10m" });
      expect(gateway?.hold).toEqual({ when: "on-failure", mostMs: 600_000 });
    },
    async keep() {
      expect(await chosen("--keep")).toEqual({ keep: true });
    },
  });
}
