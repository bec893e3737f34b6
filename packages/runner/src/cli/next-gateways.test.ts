import type { Check, RunManifest } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { nextGateways } from "./next-gateways.ts";

const manifestOf = (environment: string) => ({ gateway: { environment } }) as RunManifest;
const check = (verdict: Check["verdict"], code: Check["reasons"][number]["code"] | null = null, required = true) =>
  ({
    verdict,
    required,
    reasons: code === null ? [] : [{ code, scenario: "overhead", figures: {} }],
  }) as unknown as Check;

test.each([
  ["passed", "pass", [check("pass")], "embedded", true],
  [
    "was left undecided by the load",
    "inconclusive",
    [check("pass"), check("inconclusive", "machine-busy")],
    "embedded",
    true,
  ],
  [
    "was left undecided by more",
    "inconclusive",
    [check("inconclusive", "machine-busy"), check("inconclusive", "few-contested")],
    "embedded",
    false,
  ],
  [
    "had something open that was not required",
    "inconclusive",
    [check("inconclusive", "machine-busy"), check("inconclusive", "few-contested", false)],
    "embedded",
    true,
  ],
  ["measured nothing", "inconclusive", [], "embedded", false],
  ["failed", "fail", [check("fail"), check("inconclusive", "machine-busy")], "embedded", false],
  ["passed on another gateway", "pass", [check("pass")], "standalone", false],
] as const)("what comes next, after a run that %s", (_, verdict, checks, environment, isTold) => {
  const told = nextGateways({ verdict, checks: [...checks] }, manifestOf(environment));
  expect(told.startsWith("\nThis was our own simulator. Yours next:\n")).toBe(isTold);
});
