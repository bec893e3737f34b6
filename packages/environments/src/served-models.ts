import { httpText, type Target } from "./http-text.ts";

/** What the first of several addresses that lists any models serves (GET /v1/models); why the first of them did not, if none does. */
export async function servedModels(
  addresses: readonly Target[],
  signal?: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly failure: unknown }> {
  const failures: unknown[] = [];
  for (const address of addresses) {
    try {
      const { data } = JSON.parse(await httpText(address, { path: "/v1/models", signal })) as {
        data?: { id?: unknown }[];
      };
      const names = (data ?? []).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
      if (names.length > 0) return { names, failure: null };
    } catch (error) {
      failures.push(error);
    }
  }
  return { names: [], failure: failures[0] };
}
