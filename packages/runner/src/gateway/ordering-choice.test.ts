import { isWaRoutingError } from "@wa-routing/protocol";
import { expect, test } from "vitest";
import { chooseOrderings, type OrderingChoice } from "./ordering-choice.ts";

test.each<[OrderingChoice, (string | null)[]]>([
  [{}, [null]],
  [{ policy: ["fcfs"] }, ["fcfs"]],
  [{ environment: "embedded", policy: ["fcfs", "workload-aware"] }, ["fcfs", "workload-aware"]],
  [{ environment: "standalone", ordering: ["workload-aware", "fcfs"] }, ["workload-aware", "fcfs"]],
])("%j", (choice, orderings) => {
  expect(chooseOrderings(choice).map(({ ordering }) => ordering)).toEqual(orderings);
});

test.each<[OrderingChoice, RegExp, string]>([
  [{ policy: ["fcfs", "nonsense"] }, /there is no "nonsense"/, "--policy"],
  [{ policy: ["fcfs", "fcfs"] }, /names fcfs twice/, "--policy"],
  [{ environment: "standalone", ordering: ["fcfs", "lifo"] }, /there is no "lifo"/, "--ordering"],
  [{ environment: "standalone", policy: ["fcfs"] }, /belongs to --environment embedded/, "--policy"],
  [{ ordering: ["fcfs"] }, /belongs to --environment standalone/, "--ordering"],
  [
    { environment: "standalone", ordering: ["fcfs"], policy: ["fcfs"] },
    /belongs to --environment embedded/,
    "--policy",
  ],
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
