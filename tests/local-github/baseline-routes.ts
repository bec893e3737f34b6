import { page, type Route } from "./route.ts";

/** A workflow's run, as GitHub lists it. */
export interface LocalRun {
  readonly id: number;
  readonly name: string;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string;
  readonly run_number: number;
  readonly run_attempt: number;
  readonly head_repository: { readonly full_name: string };
}

/** Where branches begin, and which runs there were. `mergeBases`: by `branch...head`. */
export function baselineRoutes(mergeBases: ReadonlyMap<string, string>, runs: readonly LocalRun[]): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/repos/{owner}/{repo}/compare/{basehead}",
      permission: "contents: read",
      answer: ({ path }) => {
        const sha = mergeBases.get(decodeURIComponent(path.basehead as string));
        return sha === undefined
          ? { status: 404, body: { message: "Not Found" } }
          : { status: 200, body: { merge_base_commit: { sha } } };
      },
    },
    {
      method: "GET",
      path: "/repos/{owner}/{repo}/actions/runs",
      permission: "actions: read",
      answer: (call) => {
        const asked = (name: string) => call.query.get(name);
        const found = runs.filter((run) => run.head_sha === asked("head_sha") && run.head_branch === asked("branch"));
        return page(call, `/repos/${call.repository.name}/actions/runs`, found, (some) => ({
          total_count: found.length,
          workflow_runs: some,
        }));
      },
    },
  ];
}
