import { type RaceResult, race } from "../tests/comment-race/race.ts";
import { RACE_LEGS, startRaceProcesses } from "../tests/comment-race/race-processes.ts";
import type { Benchmark } from "./benchmark.ts";
import { median } from "./raw-server.ts";

const SEEDS = Number(process.env.WA_ROUTING_RACES ?? 200);
const SETTLE_MS = 200;

/** Twelve processes write one comment at once, with writes that are late by up to what they wait for. */
export const benchmark: Benchmark = {
  name: "comment-race",
  async run(print) {
    await using processes = await startRaceProcesses();
    const naive = await race({ seed: 1, writer: "naive", processes, settleMs: SETTLE_MS });
    print(`to read, merge and write once: ${naive.sections.length} of ${RACE_LEGS} sections (seed 1)`);
    const results: RaceResult[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const result = await race({ seed, writer: "action", processes, settleMs: SETTLE_MS });
      results.push(result);
      if (!isRight(result)) print(`seed ${seed} is wrong: ${JSON.stringify(result)}`);
    }
    const sum = (of: (result: RaceResult) => number) => results.reduce((total, result) => total + of(result), 0);
    const posts = sum(({ outcomes }) => outcomes.length);
    print(
      `${results.filter(isRight).length} of ${SEEDS} races end with one comment and ${RACE_LEGS} sections, none too old`,
    );
    print(`calls for each post ${(sum(({ calls }) => calls) / posts).toFixed(1)}`);
    const writes = sum(({ creates, updates }) => creates + updates) / posts;
    print(`writes for each post ${writes.toFixed(2)}  (1 if nobody wrote at the same time)`);
    print(
      `duplicates made ${sum(({ creates }) => Math.max(0, creates - 1))}, removals asked for ${sum(({ removes }) => removes)}`,
    );
    const lastsMs = results.map(({ durationMs }) => durationMs);
    print(`until the last leg is done ${median(lastsMs).toFixed(0)} ms, at most ${Math.max(...lastsMs).toFixed(0)} ms`);
    print(`races in which a write took longer than reckoned with: ${sum((result) => (result.isPremiseKept ? 0 : 1))}`);
  },
};

function isRight({ comments, sections, expected }: RaceResult): boolean {
  return comments === 1 && String(sections.toSorted()) === String(expected);
}
