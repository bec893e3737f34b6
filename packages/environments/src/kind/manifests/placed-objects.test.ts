import { expect, test } from "vitest";
import type { KubernetesObject } from "../../kubernetes/apply-objects.ts";
import { NAMESPACE } from "../objects/names.ts";
import { placedObjects } from "./placed-objects.ts";

const object = (kind: string, name: string, more: object = {}): KubernetesObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...more,
});

test("what lives in a namespace goes into ours, and is marked", () => {
  const [service] = placedObjects("m", [object("Service", "epp")]);
  expect(service?.metadata).toEqual({
    name: "epp",
    namespace: NAMESPACE,
    labels: { "app.kubernetes.io/managed-by": "wa-routing" },
  });
});

test("what belongs to the cluster gets a name of ours, and what refers to it follows", () => {
  const reviewer = { kind: "ClusterRole", name: "auth-reviewer" };
  const [role, binding, other] = placedObjects("m", [
    object("ClusterRole", "auth-reviewer"),
    object("ClusterRoleBinding", "binding", { roleRef: reviewer }),
    object("RoleBinding", "view", { roleRef: { kind: "ClusterRole", name: "view" } }),
  ]);
  expect(role?.metadata).toMatchObject({ name: `${NAMESPACE}-auth-reviewer` });
  expect(role?.metadata).not.toHaveProperty("namespace");
  expect(binding).toMatchObject({ metadata: { name: `${NAMESPACE}-binding` }, roleRef: { name: role?.metadata.name } });
  expect(other).toMatchObject({ metadata: { name: "view" }, roleRef: { name: "view" } });
});

test("what is there already is left out", () => {
  const left = placedObjects("m", [object("Namespace", "x"), object("CustomResourceDefinition", "y")]);
  expect(left).toEqual([]);
});

test("an object of another namespace is refused, and so is one for somebody in it", () => {
  const elsewhere = { ...object("Service", "epp"), metadata: { name: "epp", namespace: "inf-ext-e2e" } };
  expect(() => placedObjects("m", [elsewhere])).toThrow("Service epp names the namespace inf-ext-e2e");
  const subjects = [{ kind: "ServiceAccount", name: "epp", namespace: "inf-ext-e2e" }];
  expect(() => placedObjects("m", [object("RoleBinding", "b", { subjects })])).toThrow(
    "names the namespace inf-ext-e2e",
  );
});

test("a kind that no picker is made of is named", () => {
  expect(() => placedObjects("m", [object("Gateway", "g")])).toThrow("there is an object of kind Gateway");
});
