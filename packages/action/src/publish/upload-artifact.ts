import { readdirSync, rmSync } from "node:fs";
import { orAborted } from "wa-routing";
import type { WorkflowContext } from "../workflow/workflow-context.ts";
import { redactedCopy } from "./redacted-copy.ts";
import type { Redactor } from "./redactor.ts";

/** Longer than any folder should take. The client tries again for minutes by itself. */
const MOST_MS = 5 * 60_000;

/** What became of the artifact. */
export type ArtifactOutcome =
  | { readonly outcome: "uploaded"; readonly url: string | null }
  | { readonly outcome: "none"; readonly notice: string };

/** A run folder to be uploaded. */
export interface ArtifactRequest {
  readonly runDir: string;
  readonly name: string;
  readonly context: WorkflowContext;
  readonly redactor: Redactor;
  /** Whether the runner has handed out what it takes. */
  readonly hasRuntimeToken: boolean;
}

/** Uploads a run folder without secrets as an artifact. Nothing is thrown: why there is none is a sentence. */
export async function uploadArtifact(request: ArtifactRequest, signal: AbortSignal): Promise<ArtifactOutcome> {
  const { runDir, context, redactor, hasRuntimeToken } = request;
  if (context.isEnterpriseServer) return none(`${context.serverUrl} keeps no artifacts of this kind`, runDir);
  if (!hasRuntimeToken) return none("the runner has handed out no ACTIONS_RUNTIME_TOKEN", runDir);
  if (readdirSync(runDir).length === 0) return none("the run folder is empty", runDir);
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
  let copied: string | null = null;
  try {
    const copy = await redactedCopy(runDir, redactor, bounded);
    copied = copy.folder;
    const id = await orAborted(upload(request.name, copy), bounded);
    return { outcome: "uploaded", url: id === undefined ? null : artifactUrl(context, id) };
  } catch (error) {
    return none(redactor.text(error instanceof Error ? error.message : String(error)), runDir);
  } finally {
    if (copied !== null) rmSync(copied, { recursive: true, force: true });
  }
}

async function upload(
  name: string,
  { folder, files }: { readonly folder: string; readonly files: readonly string[] },
): Promise<number | undefined> {
  // Two megabytes, of which nothing else has need.
  const { DefaultArtifactClient } = await import("@actions/artifact");
  const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files], folder);
  return id;
}

function artifactUrl({ serverUrl, repository, runId }: WorkflowContext, id: number): string | null {
  return repository === null || runId === null
    ? null
    : `${serverUrl}/${repository}/actions/runs/${runId}/artifacts/${id}`;
}

function none(why: string, runDir: string): ArtifactOutcome {
  return { outcome: "none", notice: `There is no artifact: ${why}. The evidence is in ${runDir}, on the runner.` };
}
