import { setTimeout as sleep } from "node:timers/promises";
import type { CommentOutcome } from "../../packages/action/src/comment/comment-request.ts";
import { postComment } from "../../packages/action/src/comment/post-comment.ts";
import { type LegTask, requestOf } from "./leg-task.ts";
import { naivePost } from "./naive-post.ts";

// One job of a workflow: a process of its own, which knows of the others only what GitHub shows it. It is given one race after another.
process.on("message", (task: LegTask) => {
  carryOut(task).then(
    (outcomes) => process.send?.(outcomes),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.("ready");

async function carryOut(task: LegTask): Promise<CommentOutcome[]> {
  const outcomes: CommentOutcome[] = [];
  await sleep(task.delayMs);
  for (const version of task.versions) {
    const request = requestOf(task, version);
    outcomes.push(await (task.writer === "naive" ? naivePost(request) : postComment(request)));
  }
  return outcomes;
}
