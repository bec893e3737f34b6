import { isWaRoutingError } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { chooseOrderings, type OrderingChoice } from "./ordering-choice.ts";

test.each<[OrderingChoice, (string | null)[]]>([
  [{}, [null]],
  [{ ordering: ["fcfs"] }, ["fcfs"]],
  [{ environment: "embedded", ordering: ["fcfs", "workload-aware"] }, ["fcfs", "workload-aware"]],
  [{ epp: "llm-d-router", ordering: ["fcfs", "slo-deadline"] }, ["fcfs", "slo-deadline"]],
])("%j", (choice, orderings) => {
  expect(chooseOrderings(choice).map(({ ordering }) => ordering)).toEqual(orderings);
});

test.each<[OrderingChoice, RegExp, string]>([
  [{ ordering: ["fcfs", "nonsense"] }, /there is no "nonsense"/, "--ordering"],
  [{ ordering: ["fcfs", "fcfs"] }, /names fcfs twice/, "--ordering"],
  [{ environment: "standalone", ordering: ["fcfs", "lifo"] }, /there is no "lifo"/, "--ordering"],
  [{ ordering: ["fcfs", "slo-deadline"] }, /the embedded gateway has no such ordering/, "--ordering"],
  [
    { environment: "standalone", ordering: ["workload-aware", "slo-deadline"] },
    /--epp reference cannot be ordered by --ordering slo-deadline/,
    "--ordering",
  ],
  [{ environment: "existing", envoyUrl: "http://127.0.0.1:9", ordering: ["fcfs"] }, /belongs to/, "--ordering"],
  [{ ordering: ["fcfs", "workload-aware"], logVerbosity: 5 }, /cannot be combined with/, "--log-verbosity"],
])("%j is refused", (choice, says, field) => {
  let thrown: unknown = null;
  try {
    chooseOrderings(choice);
  } catch (error) {
    thrown = error;
  }
  expect(isWaRoutingError(thrown) && thrown).toMatchObject({ code: "OPTION_INVALID", field });
  expect((thrown as Error).message).toMatch(says);
});
