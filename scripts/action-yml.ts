import { stringify } from "yaml";
import { inputs, outputs } from "../packages/action/src/inputs.ts";

/** The text of action.yml. */
export function actionYml(): string {
  const described = Object.entries(inputs).map(([name, { description, ...others }]) => [
    name,
    { description, required: false, ...others },
  ]);
  const document = {
    name: "wa-routing",
    description: "Proves whether an inference gateway routes by workload: pass, fail or inconclusive, with evidence.",
    author: "wa-routing",
    branding: { icon: "check-square", color: "blue" },
    inputs: Object.fromEntries(described),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, description]) => [name, { description }])),
    runs: {
      using: "node24",
      main: "packages/action/dist/main.js",
      post: "packages/action/dist/post.js",
      "post-if": "always()",
    },
  };
  return `# Generated from packages/action/src/inputs.ts and packages/runner/src/gateway/gateway-options.ts by \`npm run generate\`.\n${stringify(document, { lineWidth: 120 })}`;
}
