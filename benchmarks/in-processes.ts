import { availableParallelism } from "node:os";
import { execa } from "execa";

/**
 * Runs a worker once for each processor, and reads what each has printed as JSON.
 *
 * @param given What each worker is told; behind it the first of its seeds, and how far apart they are.
 */
export async function inProcesses<Tally>(worker: string, given: readonly string[]): Promise<Tally[]> {
  const processes = availableParallelism();
  return await Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const { stdout } = await execa(process.execPath, [
        ...["--import", "tsx", "--conditions=@wa-routing/source", worker],
        ...[...given, String(index + 1), String(processes)],
      ]);
      return JSON.parse(stdout) as Tally;
    }),
  );
}
