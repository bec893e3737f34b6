/** Two words or more in a row: prose. Codes, ids, names of figures and separators have no such thing. */
const PROSE = /\p{L}\S* \S*\p{L}/u;

/** A value by its name, or what a function makes of such: there is nothing in it to mutate. */
function isPlain(node) {
  switch (node.type) {
    case "Identifier":
      return true;
    case "MemberExpression":
      return isPlain(node.object);
    case "CallExpression":
      return node.callee.type === "Identifier" && node.arguments.every(isPlain);
    default:
      return false;
  }
}

function isProse({ node }) {
  if (node.type === "StringLiteral") return PROSE.test(node.value);
  if (node.type !== "TemplateLiteral" || !node.expressions.every(isPlain)) return false;
  return PROSE.test(node.quasis.map(({ value }) => value.raw).join("x"));
}

/** For StrykerJS: the wording of a sentence is no mutant. Why: docs/decisions/0009-mutants-that-live.md. */
export const strykerPlugins = [
  {
    kind: "Ignore",
    name: "prose",
    value: { shouldIgnore: (path) => (isProse(path) ? "the wording of a sentence" : undefined) },
  },
];
