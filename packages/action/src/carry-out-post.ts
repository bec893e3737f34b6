import { endLeftBehind, endLeftClusters } from "wa-routing";
import { CLUSTER_TOOLS } from "./cluster-tools/pinned-tool.ts";
import { useCachedTools } from "./cluster-tools/provide-tools.ts";

/** Ends what a run that was killed has left behind. The step is over: whatever goes wrong here is a line in its log, and no more. */
export async function carryOutPost(): Promise<void> {
  const processes = await lines(async () => {
    const said: string[] = [];
    await endLeftBehind((line) => void said.push(line));
    return said;
  });
  const clusters = await lines(async () => {
    useCachedTools(CLUSTER_TOOLS, process.env);
    return (await endLeftClusters({ kept: false })).map(({ text }) => text);
  });
  const said = [...processes, ...clusters];
  process.stdout.write(`${(said.length === 0 ? ["nothing was left behind"] : said).join("\n")}\n`);
}

async function lines(end: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await end();
  } catch (error) {
    return [`could not look for what was left behind: ${(error as Error).message}`];
  }
}
