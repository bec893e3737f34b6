import { readFileSync } from "node:fs";

/**
 * Of the kernel that this process runs on, since its last start (Linux); null elsewhere. Processes that tell the same one read the
 * same monotonic clock, whatever addresses and containers are between them.
 */
export function bootId(): string | null {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return null;
  }
}
