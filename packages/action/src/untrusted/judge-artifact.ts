import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { analyzeFolder, type GatewaysResult, isEvidenceFile } from "wa-routing";
import { errorText, toolVersion } from "wa-routing/options";
import { z } from "zod";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { checkRun, type FinishedRun } from "./check-origin.ts";
import { RefusedEvidence } from "./refused-evidence.ts";
import { ORIGIN_FILE, type RunOrigin, runOriginSchema } from "./run-origin.ts";
import { unpackArchive } from "./unpack-archive.ts";

/** Evidence of a finished run, judged here and now. */
export interface JudgedArtifact {
  readonly origin: RunOrigin;
  readonly result: GatewaysResult;
  /** Where it was unpacked. */
  readonly folder: string;
}

/**
 * Judges the archive of a run folder that another workflow has made, perhaps on code that nobody has read. Nothing in it is run, and
 * no word of its verdict is taken: it is analysed anew from the evidence.
 *
 * @param scratch A folder for what is unpacked; who asks removes it. Of what is refused nothing stays.
 * @throws RefusedEvidence
 */
export async function judgeArtifact(
  archive: Buffer,
  run: FinishedRun,
  scratch: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<JudgedArtifact> {
  if (archive.length > limits.archiveBytes) {
    throw new RefusedEvidence(`it has ${archive.length} bytes, more than ${limits.archiveBytes}`);
  }
  const folder = mkdtempSync(join(scratch, "artifact-"));
  try {
    await unpackArchive(archive, folder, isNeeded, limits);
    const origin = readOrigin(folder);
    checkRun(origin, run);
    const said = verdictsIn(folder);
    const result = await analysed(folder);
    if (madeBy(folder, result) === toolVersion()) checkVerdicts(said, verdictsIn(folder));
    return { origin, result, folder };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function isNeeded(path: string): boolean {
  const name = basename(path);
  return name === ORIGIN_FILE || isEvidenceFile(name);
}

function readOrigin(folder: string): RunOrigin {
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(join(folder, ORIGIN_FILE), "utf8"));
  } catch {
    throw new RefusedEvidence(`it has no ${ORIGIN_FILE} that can be read: it is no run folder of this action`);
  }
  const parsed = runOriginSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new RefusedEvidence(
    `its ${ORIGIN_FILE} is none: ${z.prettifyError(parsed.error).split("\n").join(" ").slice(0, 200)}`,
  );
}

async function analysed(folder: string): Promise<GatewaysResult> {
  try {
    return await analyzeFolder(folder);
  } catch (error) {
    const text = errorText(error).replaceAll(`${folder}/`, "").replaceAll(folder, "it").replace(/\s+/g, " ");
    throw new RefusedEvidence(`it cannot be judged: ${text.slice(0, 300)}`);
  }
}

/** What the files say that hold verdicts, by their paths. */
function verdictsIn(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const verdicts = names.filter((name) => /(^|[/\\])(checklist|orderings)\.json$/.test(name));
  return new Map(verdicts.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** The same version gives the same verdict of the same evidence, byte for byte: another one was written by hand. */
function checkVerdicts(said: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): void {
  for (const [name, text] of said) {
    if (found.get(name) === text) continue;
    throw new RefusedEvidence(`its ${name} says something else than its evidence, judged anew`);
  }
}

function madeBy(folder: string, result: GatewaysResult): string | undefined {
  if (result.result === "checklist") return result.manifest.toolVersion;
  const [first] = result.comparison.runs;
  const manifest = z.looseObject({ toolVersion: z.string() });
  const file = join(folder, first?.ordering ?? "", "run.json");
  return manifest.safeParse(JSON.parse(readFileSync(file, "utf8"))).data?.toolVersion;
}
