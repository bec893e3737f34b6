import { DEFAULT_ROUTER_PARAMETERS } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { eppParameters } from "./epp-parameters.ts";
import { eppFlavours } from "./flavour/epp-flavours.ts";

const { reference, fork } = eppFlavours;
const llmDRouter = eppFlavours["llm-d-router"];
const declared = { ...DEFAULT_ROUTER_PARAMETERS, waitWeight: 0.2, criticalityWeight: 0.6 };
const configured = (parameters: string) => ({
  path: "own.yaml",
  option: "--epp-config",
  text: `plugins:\n  - type: queue-scorer\n  - type: workload-aware-ordering-policy\n    parameters: ${parameters}\n`,
});
const OTHER_PLUGINS = {
  path: "own.yaml",
  option: "--epp-config",
  text: "plugins: [{ type: their-ordering-policy }]\n",
};

test("without a configuration, what was declared is what is taken, and what ours is told", () => {
  expect(eppParameters(reference, { declared, file: null })).toEqual(declared);
  expect(eppParameters(fork, { declared, file: null })).toEqual(declared);
  expect(eppParameters(reference, { declared: undefined, file: null })).toBeUndefined();
  const { plugins } = reference.config({ ordering: "fcfs", endpointsFile: "", parameters: declared });
  expect(plugins[0]).toEqual({ type: "workload-aware-ordering-policy", parameters: declared });
});

describe("with a configuration", () => {
  test.each([reference, fork, llmDRouter])("$flavour: it says so itself", (flavour) => {
    const file = configured("{ waitWeight: 0.2, criticalityWeight: 0.6, logPoints: true, maxWorkloads: 7 }");
    expect(eppParameters(flavour, { declared: undefined, file })).toEqual(declared);
    expect(eppParameters(flavour, { declared, file })).toEqual(declared);
  });

  test.each(["null", "{}", "{ logPoints: true }"])("that says nothing of them, nothing is declared: %s", (none) => {
    expect(eppParameters(reference, { declared: undefined, file: configured(none) })).toBeUndefined();
    // Ours then computes with its defaults; of another picker's constants only its user knows.
    expect(() => eppParameters(reference, { declared, file: configured(none) })).toThrow(/contradicts/);
    expect(eppParameters(fork, { declared, file: configured(none) })).toEqual(declared);
  });

  test("a plugin of another name: what was declared is taken, but not for ours, which then has no score", () => {
    expect(eppParameters(llmDRouter, { declared, file: OTHER_PLUGINS })).toEqual(declared);
    expect(eppParameters(llmDRouter, { declared: undefined, file: OTHER_PLUGINS })).toBeUndefined();
    expect(() => eppParameters(reference, { declared, file: OTHER_PLUGINS })).toThrow(/does nothing with --epp-config/);
  });
});

test.each([
  [
    "contradicts --score",
    () => eppParameters(reference, { declared, file: configured("{ waitWeight: 0.2, emaAlpha: 0.5 }") }),
    "--score",
    /criticality-weight is 0.6 there and 0.4 in the file, ema-alpha is 0.2 there and 0.5 in the file/,
  ],
  [
    "has an impossible value",
    () => eppParameters(reference, { declared: undefined, file: configured("{ emaAlpha: 2 }") }),
    "--epp-config",
    /emaAlpha is 2: /,
  ],
  [
    "has no weight above 0",
    () =>
      eppParameters(reference, {
        declared: undefined,
        file: configured("{ waitWeight: 0, criticalityWeight: 0, rateWeight: 0 }"),
      }),
    "--epp-config",
    /all weights are 0/,
  ],
  [
    "is of a picker without a score",
    () => eppParameters(llmDRouter, { declared, file: null }),
    "--score",
    /does nothing with --epp llm-d-router/,
  ],
] as const)("what %s is refused", (_, read, field, message) => {
  expect(read).toThrow(
    expect.objectContaining({ code: "OPTION_INVALID", field, message: expect.stringMatching(message) }),
  );
});
