import { seededRandom } from "@wa-routing/protocol";
import { describe, expect, test } from "vitest";
import { type CommentSection, newestSections } from "./comment-section.ts";
import { longestWriteMs, nextStep, type Situation, type StandingComment } from "./next-step.ts";

const SETTLE_MS = 100;

const section = (leg: string, runNumber = 1): CommentSection => ({
  facts: {
    ...{ leg, version: { sha: "a", runNumber, attempt: 1 }, verdict: "pass", digest: {} },
    ...{ before: null, short: leg },
  },
  text: leg,
});
const comment = (id: number, ...sections: CommentSection[]): StandingComment => {
  const newest = newestSections(sections);
  return { id, url: `#${id}`, body: newest.map(({ text }) => text).join(), sections: newest };
};

function situation(over: Partial<Situation>): Situation {
  return {
    ...{
      comments: [],
      unchangedMs: 0,
      sinceWriteMs: null,
      isFirstLook: false,
      leg: "own",
      settleMs: SETTLE_MS,
      die: 0.5,
    },
    version: { sha: "a", runNumber: 1, attempt: 1 },
    ...over,
  };
}

const quiet = { unchangedMs: longestWriteMs(SETTLE_MS) };
const long = { sinceWriteMs: 10 * SETTLE_MS };
const own = comment(5, section("own"));

describe("a leg", () => {
  test.each([
    ["waits before it creates the first comment", { isFirstLook: true }, { step: "wait", waitMs: 200 }],
    ["creates it when there is still none", {}, { step: "create" }],
    ["waits while others write", { comments: [comment(5, section("a"))] }, { step: "wait", waitMs: 300 }],
    ["writes when nobody has", { comments: [comment(5, section("a"))], ...quiet }, { step: "update" }],
    ["looks again after its write", { comments: [own], sinceWriteMs: 100 }, { step: "wait", waitMs: 200 }],
    ["is done when its section stands after that", { comments: [own], ...long }, { step: "done" }],
    ["is done when a newer one stands", { comments: [comment(5, section("own", 2))] }, { step: "done" }],
    [
      "writes again when its section was undone",
      { comments: [comment(5, section("a"))], ...quiet, ...long },
      { step: "update" },
    ],
    ["writes over an older one", { comments: [comment(5, section("own", 0))], ...quiet, ...long }, { step: "update" }],
    [
      "removes what says nothing more",
      { comments: [own, comment(6, section("own"))], ...quiet, ...long },
      { step: "remove" },
    ],
    [
      "first takes over what else it says",
      { comments: [own, comment(6, section("a"))], ...quiet, ...long },
      { step: "update" },
    ],
    ["removes nothing while others write", { comments: [own, comment(6)], ...long }, { step: "wait", waitMs: 300 }],
  ] as const)("%s", (_, over, expected) => {
    expect(nextStep(situation(over))).toMatchObject(expected);
  });
});

interface Leg {
  readonly name: string;
  nextMs: number;
  seen: { readonly shown: string; readonly sinceMs: number } | null;
  writtenMs: number | null;
  isDone: boolean;
}

/** Legs, time and GitHub without any of them: every write takes effect up to `lateMs` after it was sent. */
function simulate(seed: number, lateMs: number, legCount = 12) {
  const random = seededRandom(seed);
  const comments: StandingComment[] = seed % 2 === 0 ? [] : [comment(1, section("earlier"))];
  const effects: { readonly atMs: number; readonly take: () => void }[] = [];
  const legs = Array.from({ length: legCount }, (_, index): Leg => {
    return { name: `leg ${index}`, nextMs: random() * SETTLE_MS, seen: null, writtenMs: null, isDone: false };
  });
  let nextId = 2;
  let writes = 0;
  const send = (nowMs: number, take: () => void) => {
    writes++;
    effects.push({ atMs: nowMs + random() * lateMs, take });
  };
  for (;;) {
    const waiting = legs.filter(({ isDone }) => !isDone).toSorted((left, right) => left.nextMs - right.nextMs);
    const [leg] = waiting;
    const [effect] = effects.toSorted((left, right) => left.atMs - right.atMs);
    if (effect !== undefined && (leg === undefined || effect.atMs <= leg.nextMs)) {
      effects.splice(effects.indexOf(effect), 1);
      effect.take();
      continue;
    }
    if (leg === undefined) break;
    const nowMs = leg.nextMs;
    const look = comments.toSorted((left, right) => left.id - right.id);
    const shown = JSON.stringify(look.map(({ id, body }) => [id, body]));
    const isFirstLook = leg.seen === null;
    if (leg.seen?.shown !== shown) leg.seen = { shown, sinceMs: nowMs };
    const sinceWriteMs = leg.writtenMs === null ? null : nowMs - leg.writtenMs;
    const unchangedMs = nowMs - (leg.seen?.sinceMs ?? nowMs);
    const step = nextStep(
      situation({ comments: look, unchangedMs, sinceWriteMs, isFirstLook, leg: leg.name, die: random() }),
    );
    const merged = [section(leg.name), ...look.flatMap(({ sections }) => sections)];
    leg.nextMs = nowMs + (step.step === "wait" ? step.waitMs : 1);
    if (step.step === "done") leg.isDone = true;
    if (step.step === "create") {
      const id = nextId++;
      send(nowMs, () => comments.push(comment(id, ...merged)));
    }
    const replace = (id: number, by: StandingComment[]) => {
      const index = comments.findIndex((each) => each.id === id);
      if (index >= 0) comments.splice(index, 1, ...by);
    };
    if (step.step === "update") send(nowMs, () => replace(step.comment.id, [comment(step.comment.id, ...merged)]));
    if (step.step === "remove") for (const { id } of step.comments) send(nowMs, () => replace(id, []));
    if (step.step === "create" || step.step === "update") leg.writtenMs = nowMs;
  }
  const missing = legs.filter(({ name }) => !comments[0]?.sections.some(({ facts }) => facts.leg === name));
  return { comments: comments.length, missing: missing.length, writes };
}

test("twelve legs end with one comment that lacks none of them, if no write is later than they reckon with", () => {
  for (let seed = 0; seed < 100; seed++) {
    expect({ seed, ...simulate(seed, SETTLE_MS) }).toMatchObject({ seed, comments: 1, missing: 0 });
  }
});

test("writes that are much later than that do lose sections: the bound is not an ornament", () => {
  const lost = Array.from({ length: 6 }, (_, seed) => simulate(seed, 20 * SETTLE_MS)).filter(
    ({ missing }) => missing > 0,
  );
  expect(lost.length).toBeGreaterThan(0);
});
