import { posix } from "node:path";

/** A place in a document that names a file or a folder of this repository. */
export interface DocumentReference {
  /** `link`: the target of a Markdown link. `path`: a name between backticks that has the form of a path. */
  readonly kind: "link" | "path";
  readonly target: string;
}

// A slash, or the ending of a file that people write; other names between backticks are options, types, metrics.
const PATH = /^(?=.*\/|.*\.(?:ts|js|mjs|go|md|json|ya?ml)$)[\w.@*-]+(?:\/[\w.@*-]+)*\/?$/;

/** Every relative link of a Markdown text and every path between backticks, in its order; fenced code is left out. */
export function referencesIn(text: string): DocumentReference[] {
  const prose = text.replace(/^```.*?^```/gms, "");
  return [...prose.matchAll(/\]\((?<link>[^()\s]+)\)|`(?<code>[^`\n]+)`/g)].flatMap(
    ({ groups }): DocumentReference[] => {
      const { link, code = "" } = groups ?? {};
      if (link === undefined) return PATH.test(code) ? [{ kind: "path", target: code }] : [];
      const target = link.replace(/#.*$/, "");
      return target === "" || /^[a-z]+:/.test(target) ? [] : [{ kind: "link", target }];
    },
  );
}

/**
 * What is wrong with a reference; null when it is sound.
 *
 * A link counts from the document's folder. A path counts from there or from the root, or it is the end of exactly one path of
 * the repository (`order/witness.ts`); `*` or `NAME` stands for anything but a slash, and a package may be called by its name.
 *
 * @param entries Paths of all files and folders of the repository, from its root.
 */
export function problemOf(
  { kind, target }: DocumentReference,
  document: string,
  entries: ReadonlySet<string>,
): string | null {
  const path = target
    .replace(/^@wa-routing\//, "packages/")
    .replace(/\/$/, "")
    .replace("NAME", "*");
  const fromDocument = posix.join(posix.dirname(document), path);
  if (entries.has(fromDocument) || fromDocument === ".") return null;
  if (kind === "path") {
    if (entries.has(path)) return null;
    const pattern = path.replace(/[.+]/g, "\\$&").replaceAll("*", "[^/]*");
    const found = [...entries].filter((entry) => new RegExp(`(?:^|/)${pattern}$`).test(entry));
    if (found.length === 1 || (found.length > 1 && path.includes("*"))) return null;
    if (found.length > 1) return `${document}: \`${target}\` may be ${found.join(" or ")}: write more of its path`;
  }
  return `${document}: ${kind === "link" ? `(${target})` : `\`${target}\``} is not in the repository`;
}
