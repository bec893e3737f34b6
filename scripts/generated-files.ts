import {
  arrivalRecordSchema,
  checklistSchema,
  flowEventSchema,
  logFindingsSchema,
  metricSampleSchema,
  orderingComparisonSchema,
  planSchema,
  requestRecordSchema,
  runComparisonSchema,
  runManifestSchema,
  scenarioSchema,
  stepRecordSchema,
} from "@wa-routing/protocol";
import { z } from "zod";
import { WORKFLOW_ENVIRONMENTS, WORKFLOW_NAME, workflowFiles } from "../packages/runner/src/init/workflow-files.ts";
import { actionReferenceMd } from "./action-reference-md.ts";
import { actionYml } from "./action-yml.ts";
import { analysisSchema } from "./analysis-schema.ts";
import { errorCodesMd } from "./error-codes-md.ts";
import { INFERENCE_CRDS, inferenceCrds } from "./inference-crds.ts";
import { completed } from "./json-schema.ts";
import { optionsMd } from "./options-md.ts";
import { requiredChecksMd } from "./required-checks-md.ts";
import { verdictsMd } from "./verdicts-md.ts";

const schemas = {
  scenario: scenarioSchema,
  plan: planSchema,
  run: runManifestSchema,
  checklist: checklistSchema,
  orderings: orderingComparisonSchema,
  comparison: runComparisonSchema,
  request: requestRecordSchema,
  arrival: arrivalRecordSchema,
  step: stepRecordSchema,
  metric: metricSampleSchema,
  "router-event": flowEventSchema,
  "log-findings": logFindingsSchema,
};

/** Every generated file of the repository: its path from the root, and what it should hold. */
export function generatedFiles(): Map<string, string> {
  return new Map([
    ...jsonSchemas(),
    ["action.yml", actionYml()],
    ["docs/action-reference.md", actionReferenceMd()],
    ["docs/error-codes.md", errorCodesMd()],
    ["docs/options.md", optionsMd()],
    ["docs/required-checks.md", requiredChecksMd()],
    ["docs/verdicts.md", verdictsMd()],
    [INFERENCE_CRDS, inferenceCrds()],
    ...exampleWorkflows(),
  ]);
}

function jsonSchemas(): [string, string][] {
  const ofZod = Object.entries(schemas).map(
    ([name, schema]) => [name, z.toJSONSchema(schema, { io: "input" })] as const,
  );
  return [...ofZod, ["analysis", analysisSchema()] as const].map(([name, schema]) => [
    `packages/protocol/schemas/${name}.json`,
    `${JSON.stringify(completed(name, schema), null, 2)}\n`,
  ]);
}

/** What `wa-routing init` writes, as examples. */
function exampleWorkflows(): [string, string][] {
  const plain = { name: WORKFLOW_NAME, configured: null };
  const [run, report] = workflowFiles({ ...plain, environment: "embedded", forks: true });
  const texts = {
    ...Object.fromEntries(
      WORKFLOW_ENVIRONMENTS.map((environment) => [
        environment,
        workflowFiles({ ...plain, environment, forks: false })[0]?.text,
      ]),
    ),
    "forks-run": run?.text,
    "forks-report": report?.text,
  };
  return Object.entries(texts).map(([name, text]) => [`examples/workflows/${name}.yml`, text ?? ""]);
}
