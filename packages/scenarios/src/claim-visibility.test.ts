import { DEFAULT_ROUTER_PARAMETERS, type RouterParameters } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { allScenarios, findScenario } from "./catalogue.ts";
import { checkVisible, hiddenClaims } from "./claim-visibility.ts";

const withParameters = (change: Partial<RouterParameters>) => ({ ...DEFAULT_ROUTER_PARAMETERS, ...change });

describe.each([
  ["the fork's constants", {}],
  ["0.2/0.6/0.2", { waitWeight: 0.2, criticalityWeight: 0.6 }],
  ["0.8/0.4/0.2", { waitWeight: 0.8 }],
  ["a long window and a quick average", { rateWindowSeconds: 300, emaAlpha: 0.4 }],
])("with %s", (_, change) => {
  const parameters = withParameters(change);
  test.each(allScenarios([], parameters).map((scenario) => [scenario.name, scenario] as const))(
    "%s can be shown",
    (_name, scenario) => {
      expect(hiddenClaims(scenario, parameters)).toEqual([]);
    },
  );
});

test.each([
  [
    "wait-time-boost",
    { waitWeight: 0 },
    /"waiter" does not go before "rival": 0\.1\d+ = wait 0\.0000 \(16 s\).* against 0\.2\d+ = /,
  ],
  ["wait-time-boost", { waitWeight: 0.1, criticalityWeight: 0.8 }, /"waiter" does not go before "rival"/],
  ["wait-time-boost", { rateWindowSeconds: 10 }, /the router's 10 s rate window would begin anew in the middle/],
  ["request-rate-fairness", { rateWeight: 0 }, /"steady" does not go before "flood"/],
  ["basic-priority", { criticalityWeight: 0 }, /"high" does not go before "medium"/],
])("%s with %o is refused with the reason", (name, change, message) => {
  const parameters = withParameters(change);
  expect(() => checkVisible(findScenario(name, parameters), parameters)).toThrow(
    expect.objectContaining({ code: "SCENARIO_INVALID", message: expect.stringMatching(message) }),
  );
});

test("the claim is about as many dispatches as it says, and the hold is as long as it takes", () => {
  const parameters = withParameters({ waitWeight: 0.2, criticalityWeight: 0.6 });
  expect(hiddenClaims(findScenario("wait-time-boost"), parameters)).toMatchObject([
    { path: ["expectations", 0, "precedences", 0], message: expect.stringContaining('"waiter" number 2 does not go') },
  ]);
  const adapted = findScenario("wait-time-boost", parameters);
  expect(adapted.prepare).toContainEqual({ step: "pause", ms: 46_000 });
  expect(adapted.visibleBecause).toContain("held for 46 s; 36 s are worth one level");
});
