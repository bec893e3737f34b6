import { existsSync } from "node:fs";
import { join } from "node:path";
import { lossesOf, type Pass, type RunManifest } from "@wa-routing/protocol";
import { RUN_FILES } from "./run-files.ts";
import { subFolder } from "./sub-folder.ts";

/** The run folders of two passes; null: that pass was not run. */
export type PassFolders = Readonly<Record<Pass, string | null>>;

const PASSES: readonly Pass[] = ["quiet", "verbose"];

/** The passes that a run folder holds; null for a run in one pass. */
export function passesIn(path: string): PassFolders | null {
  const [quiet, verbose] = PASSES.map((pass) =>
    existsSync(join(path, pass, RUN_FILES.manifest)) ? subFolder(path, pass) : null,
  );
  return quiet == null ? null : { quiet, verbose: verbose ?? null };
}

/** What the two passes say of the run as a whole: begun with the quiet one, ended with the verbose one. */
export function manifestOfPasses(quiet: RunManifest | undefined, verbose: RunManifest | undefined): RunManifest {
  const last = (verbose ?? quiet) as RunManifest;
  const first = quiet ?? last;
  const isMissing = verbose === undefined && first.exitReason === "completed";
  return {
    ...last,
    // A verbose pass that has not started knows nothing of its gateway.
    ...(last.gateway.notStarted === true ? { gateway: first.gateway } : {}),
    ...(isMissing ? { exitReason: null, endedAt: null } : {}),
    scenarios: [...new Set([...first.scenarios, ...last.scenarios])],
    passes: [...PASSES],
    startedAt: first.startedAt,
    startedAtUnixMs: first.startedAtUnixMs,
    losses: [...lossesOf(first), ...lossesOf(last)],
    logGaps: [],
  };
}
