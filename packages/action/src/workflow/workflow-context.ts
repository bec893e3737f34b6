import { readFileSync } from "node:fs";
import { z } from "zod";

type Environment = Readonly<Record<string, string | undefined>>;

/** null: the fork has been deleted. */
const repositorySchema = z.object({ full_name: z.string() }).nullish();

const pullRequestSchema = z.object({
  number: z.int().positive(),
  head: z.object({ sha: z.string(), repo: repositorySchema }),
  base: z.object({ ref: z.string() }).optional(),
});

const eventSchema = z.object({
  pull_request: pullRequestSchema.optional(),
  workflow_run: z
    .object({
      id: z.int().positive(),
      name: z.string().nullish(),
      event: z.string(),
      head_sha: z.string(),
      run_number: z.int().positive(),
      run_attempt: z.int().positive(),
      html_url: z.string().optional(),
      head_repository: repositorySchema,
    })
    .optional(),
});

/** What set the workflow off, as far as the action reads it. */
export type WorkflowEvent = z.output<typeof eventSchema>;

/** The job that the action is a step of. Outside of GitHub Actions much of it is empty. */
export interface WorkflowContext {
  /** Where requests to the API go, without a slash at the end. */
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** Whether the server is a GitHub Enterprise Server, which keeps no artifacts of this kind. */
  readonly isEnterpriseServer: boolean;
  /** `owner/name`; null: it is not known. */
  readonly repository: string | null;
  readonly workflow: string;
  readonly job: string;
  /** Tells two steps of one job apart: the step's own id, or `step 2` for the second one without; null: the first without. */
  readonly step: string | null;
  /** The page of the run's attempt; null: it is not known. */
  readonly runUrl: string | null;
  readonly runId: string | null;
  readonly runNumber: number;
  readonly attempt: number;
  /** The commit that is tested: of a pull request its own newest one, not the merge that GitHub made of it. */
  readonly sha: string;
  readonly eventName: string;
  readonly event: WorkflowEvent;
  /** Why the event could not be read; null: it could. */
  readonly eventProblem: string | null;
}

/** The context in the environment of a step, and in the file of its event. What is missing or unreadable is empty: nothing is thrown. */
export function readWorkflowContext(env: Environment): WorkflowContext {
  const { event, eventProblem } = readEvent(env.GITHUB_EVENT_PATH);
  const serverUrl = withoutSlash(env.GITHUB_SERVER_URL || "https://github.com");
  const repository = /^[^/\s]+\/[^/\s]+$/.exec(env.GITHUB_REPOSITORY ?? "")?.[0] ?? null;
  const runId = /^\d+$/.exec(env.GITHUB_RUN_ID ?? "")?.[0] ?? null;
  const attempt = countOf(env.GITHUB_RUN_ATTEMPT);
  return {
    apiUrl: withoutSlash(env.GITHUB_API_URL || "https://api.github.com"),
    serverUrl,
    isEnterpriseServer: !isOfGitHub(serverUrl),
    repository,
    workflow: env.GITHUB_WORKFLOW ?? "",
    job: env.GITHUB_JOB ?? "",
    step: stepOf(env.GITHUB_ACTION ?? ""),
    runUrl:
      repository === null || runId === null
        ? null
        : `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${attempt}`,
    runId,
    runNumber: countOf(env.GITHUB_RUN_NUMBER),
    attempt,
    sha: event.pull_request?.head.sha ?? env.GITHUB_SHA ?? "",
    eventName: env.GITHUB_EVENT_NAME ?? "",
    event,
    eventProblem,
  };
}

/** The pull request that a job's result belongs to: the one that was asked for, else the event's; null: none. */
export function pullRequestOf({ event }: Pick<WorkflowContext, "event">, asked: number | null): number | null {
  return asked ?? event.pull_request?.number ?? null;
}

function readEvent(path: string | undefined): Pick<WorkflowContext, "event" | "eventProblem"> {
  if (path === undefined || path === "") return { event: {}, eventProblem: null };
  try {
    return { event: eventSchema.parse(JSON.parse(readFileSync(path, "utf8"))), eventProblem: null };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    return { event: {}, eventProblem: `the event of the workflow could not be read: ${why}` };
  }
}

/** Where no id was given, the runner makes one of the action's name, and counts from the second step on. */
function stepOf(action: string): string | null {
  if (!action.startsWith("__")) return action === "" ? null : action;
  const count = /_(\d+)$/.exec(action)?.[1];
  return count === undefined ? null : `step ${count}`;
}

/** As GitHub's own artifact client tells them apart. */
function isOfGitHub(serverUrl: string): boolean {
  const host = URL.canParse(serverUrl) ? new URL(serverUrl).hostname.toLowerCase() : "";
  return host === "github.com" || host.endsWith(".ghe.com") || host.endsWith(".localhost");
}

function countOf(text: string | undefined): number {
  const count = Number(text);
  return Number.isSafeInteger(count) && count > 0 ? count : 1;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
