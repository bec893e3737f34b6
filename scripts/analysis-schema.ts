import * as protocol from "@wa-routing/protocol";
import {
  type Context,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  type MutableParser,
  type NodeParser,
  SchemaGenerator,
  type SubNodeParser,
} from "ts-json-schema-generator";
import ts from "typescript";
import { z } from "zod";

const CONFIG = {
  ...DEFAULT_CONFIG,
  path: "packages/analysis/src/analysis.ts",
  tsconfig: "tsconfig.json",
  type: "Analysis",
  topRef: false,
  // tsc does that.
  skipTypeCheck: true,
};

/** The JSON Schema of analysis.json, from the type `Analysis` and its comments. */
export function analysisSchema(): object {
  const program = createProgram(CONFIG);
  const parser = createParser(program, CONFIG, (parsers) => {
    parsers.addNodeParser(new ZodOutputs(program.getTypeChecker(), parsers as MutableParser & NodeParser));
  });
  const schema = new SchemaGenerator(program, parser, createFormatter(CONFIG), CONFIG).createSchema(CONFIG.type);
  return { ...schema, definitions: { ...schema.definitions, ...protocolDefinitions(schema.definitions ?? {}) } };
}

/** What has a schema in protocol is better described there than by its type. */
function protocolDefinitions(definitions: object): Record<string, object> {
  const schemas = new Map(Object.entries(protocol));
  const described = Object.keys(definitions).flatMap((name) => {
    const schema = schemas.get(`${name.charAt(0).toLowerCase()}${name.slice(1)}Schema`);
    if (!(schema instanceof z.ZodType)) return [];
    const { $schema: _, ...definition } = z.toJSONSchema(schema, { target: "draft-7" });
    return [[name, definition] as const];
  });
  return Object.fromEntries(described);
}

/** The generator reads declarations; what zod infers has none that it could follow, so the compiler writes it out. */
class ZodOutputs implements SubNodeParser {
  readonly #checker: ts.TypeChecker;
  readonly #parser: NodeParser;

  constructor(checker: ts.TypeChecker, parser: NodeParser) {
    this.#checker = checker;
    this.#parser = parser;
  }

  supportsNode(node: ts.Node): boolean {
    if (!ts.isTypeReferenceNode(node) || !ts.isQualifiedName(node.typeName)) return false;
    const { left, right } = node.typeName;
    return ts.isIdentifier(left) && left.text === "z" && right.text === "output";
  }

  createType(node: ts.TypeReferenceNode, context: Context) {
    const flags = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.InTypeAlias;
    const written = this.#checker.typeToTypeNode(this.#checker.getTypeFromTypeNode(node), undefined, flags);
    return this.#parser.createType(written as ts.TypeNode, context);
  }
}
