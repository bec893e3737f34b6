import { GITHUB_CALLS } from "../packages/action/src/github/permissions.ts";
import { outputs, ownInputs } from "../packages/action/src/inputs.ts";

/** The text of docs/action-reference.md. */
export function actionReferenceMd(): string {
  const inputRows = Object.entries(ownInputs).map(([name, input]) =>
    row([`\`${name}\``, input.description, "default" in input ? `\`${input.default}\`` : ""]),
  );
  const outputRows = Object.entries(outputs).map(([name, description]) => row([`\`${name}\``, description]));
  const callRows = GITHUB_CALLS.map(({ route, permission, features, why }) =>
    row([`\`${route}\``, permission === null ? "" : `\`${permission}\``, features.join(", "), why]),
  );
  return `<!-- Generated from packages/action/src/inputs.ts and packages/action/src/github/permissions.ts by \`npm run generate\`. -->

# Inputs, outputs and calls of the action

How they are used: [action.md](action.md).

## Inputs

Beside these, every option of [options.md](options.md) is an input of the same name.

| input | what it says | default |
|---|---|---|
${inputRows.join("\n")}

## Outputs

All are set whatever happens; one that there is no value for is empty.

| output | what it holds |
|---|---|
${outputRows.join("\n")}

## Calls to GitHub

Every call that the action makes, and the least right that it needs. Tests compare these with the calls that a run really makes.

| call | permission | for | why |
|---|---|---|---|
${callRows.join("\n")}
`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
