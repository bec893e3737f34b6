import { notFound, page, type Route } from "./route.ts";

/** An artifact that a run has left. */
export interface LocalArtifact {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  readonly archive: Buffer;
  readonly expired?: boolean;
}

/** What runs have left, and how it is downloaded. */
export function artifactRoutes(artifacts: readonly LocalArtifact[]): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
      permission: "actions: read",
      answer: (call) => {
        const { run_id: runId } = call.path;
        const listed = artifacts
          .filter((artifact) => artifact.runId === Number(runId))
          .map(({ id, name, archive, expired = false }) => ({ id, name, size_in_bytes: archive.length, expired }));
        const path = `/repos/${call.repository.name}/actions/runs/${runId}/artifacts`;
        return page(call, path, listed, (some) => ({ total_count: listed.length, artifacts: some }));
      },
    },
    {
      method: "GET",
      path: "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
      permission: "actions: read",
      answer: ({ path }) => {
        const found = artifacts.find(({ id }) => id === Number(path.artifact_id));
        const headers = { "content-type": "application/zip" };
        return found === undefined ? notFound : { status: 200, body: found.archive, headers };
      },
    },
  ];
}
