const NAME = /^router(?:-(?<router>.+?))?\.log(?:[.-](?<rotation>.+?))?(?:\.(?:gz|zst))?$/;

/** The log of one router in a run folder: one file, or several that rotation made of it. */
export interface RouterLogFiles {
  /** From `router-NAME.log`; null: `router.log`. */
  readonly router: string | null;
  /** Oldest first, as far as names tell: dated ones, numbered ones from the highest down, the one that is written to. */
  readonly files: readonly string[];
}

/**
 * Which of a folder's files are router logs: `router.log` or `router-NAME.log`, rotated ones (`.1`, `.2.gz`, `-20261123`,
 * `.20261123-200000.gz`), each plain or compressed. Where a file is there in both forms, the plain one is taken.
 */
export function routerLogFiles(names: readonly string[]): readonly RouterLogFiles[] {
  const byRouter = new Map<string | null, { name: string; age: number; rotation: string }[]>();
  for (const name of names) {
    const match = NAME.exec(name);
    if (match === null || name.endsWith(".tmp")) continue;
    if (/\.(gz|zst)$/.test(name) && names.includes(name.replace(/\.(gz|zst)$/, ""))) continue;
    const { router = null, rotation = "" } = match.groups ?? {};
    const age = rotation === "" ? 0 : /^\d{1,5}$/.test(rotation) ? Number(rotation) : Number.POSITIVE_INFINITY;
    const files = byRouter.get(router) ?? [];
    files.push({ name, age, rotation });
    byRouter.set(router, files);
  }
  return [...byRouter]
    .sort(([a], [b]) => compare(a ?? "", b ?? ""))
    .map(([router, files]) => ({
      router,
      files: files
        .sort((a, b) => (a.age === b.age ? compare(a.rotation, b.rotation) : b.age - a.age))
        .map(({ name }) => name),
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
