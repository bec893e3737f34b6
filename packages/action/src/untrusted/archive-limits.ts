/** How much of an archive that somebody else has made is unpacked at most. */
export interface ArchiveLimits {
  /** The archive itself, as it is downloaded. */
  readonly archiveBytes: number;
  readonly files: number;
  /** All files together, unpacked. */
  readonly bytes: number;
  /** Unpacked bytes for each byte in the archive. Lines of JSON reach 30; what reaches more than 100 was made to. */
  readonly ratio: number;
  /** Folders in folders. A run under several orderings in two passes has three: `fcfs/quiet/basic-priority/plan.json`. */
  readonly depth: number;
}

const MIB = 2 ** 20;

export const ARCHIVE_LIMITS: ArchiveLimits = {
  archiveBytes: 100 * MIB,
  files: 2_000,
  bytes: 1_024 * MIB,
  ratio: 200,
  depth: 4,
};
