import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import { askProgram, complaintIn, notStarted, runProgram } from "../cluster/host-program.ts";

const LOAD_MS = 300_000;

/** A cluster, as far as an image is brought into it. */
type Node = Pick<Cluster, "name" | "node">;

/** An image as it is known on this host and in the node of a cluster. */
export interface LoadedImage {
  /** What the node knows it by. */
  readonly image: string;
  /** docker's id of it on this host. */
  readonly id: string;
  /** The names by content under which the node has it; the `imageID` of a pod that runs it is one of them. */
  readonly digests: readonly string[];
}

/**
 * Brings an image of this host into the node of a cluster, and makes sure that it is this one that is there.
 *
 * @throws WaRoutingError `ENVIRONMENT_NOT_STARTED` for an image that docker does not have or cannot get, or that does not arrive.
 */
export async function loadImage(given: string, cluster: Node, signal?: AbortSignal): Promise<LoadedImage> {
  const image = await nameInNode(given, signal);
  const id = await idOnHost(image, signal);
  const before = await inNode(image, cluster, signal);
  if (before !== null && isSame(id, before)) return { image, id, digests: digestsOf(before) };
  const args = ["load", "docker-image", image, "--name", cluster.name];
  const { ok, stderr } = await askProgram("kind", args, { signal, timeoutMs: LOAD_MS });
  // Docker with containerd's image store saves an index that names platforms which it does not have: kind's issue 3795.
  if (!ok) await loadArchive(image, cluster, stderr, signal);
  const found = await inNode(image, cluster, signal);
  if (found !== null && isSame(id, found)) return { image, id, digests: digestsOf(found) };
  throw notStarted(
    `the image ${image} was loaded into the cluster, and the node has ${found === null ? "none of that name" : `another one (${found.status.id})`}: on this host it is ${id}`,
    found?.status.id,
  );
}

/** What is loaded is known by its name, and an image that is given by its digest has none in the node: kind's issue 2394. */
async function nameInNode(image: string, signal: AbortSignal | undefined): Promise<string> {
  const digest = /@sha256:([0-9a-f]{12})/.exec(image)?.[1];
  if (digest === undefined) return image;
  await idOnHost(image, signal);
  const name = `wa-routing/by-digest:${digest}`;
  await runProgram(`the image ${image} could not be given a name`, "docker", ["tag", image, name], { signal });
  return name;
}

async function loadArchive(image: string, cluster: Node, before: string, signal: AbortSignal | undefined) {
  const folder = await mkdtemp(join(tmpdir(), "wa-routing-image-"));
  const archive = join(folder, "image.tar");
  const call = { signal, timeoutMs: LOAD_MS };
  const what = `the image ${image} could not be loaded into the cluster (kind load docker-image said ${complaintIn(before)})`;
  try {
    const os = ["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"];
    const platform = (await runProgram(what, "docker", os, call)).trim();
    await runProgram(what, "docker", ["save", "--platform", platform, "--output", archive, image], call);
    await runProgram(what, "kind", ["load", "image-archive", archive, "--name", cluster.name], call);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** docker's id of an image, which is fetched where this host does not have it. */
export async function idOnHost(image: string, signal?: AbortSignal, timeoutMs = LOAD_MS): Promise<string> {
  const inspect = ["image", "inspect", "--format", "{{.Id}}", image];
  const here = await askProgram("docker", inspect, { signal });
  if (here.ok) return here.stdout.trim();
  const pulled = await askProgram("docker", ["pull", image], { signal, timeoutMs });
  if (!pulled.ok) {
    const remedy = "check its name (docker image ls), or build it";
    throw notStarted(`there is no image ${image}: docker pull said ${complaintIn(pulled.stderr)}`, image, remedy);
  }
  return (await runProgram(`the image ${image} cannot be seen`, "docker", inspect, { signal })).trim();
}

const inNodeSchema = z.object({
  status: z.object({
    id: z.string(),
    repoDigests: z
      .array(z.string())
      .nullish()
      .transform((all) => all ?? []),
  }),
});
type InNode = z.output<typeof inNodeSchema>;

async function inNode(image: string, { node }: Node, signal: AbortSignal | undefined): Promise<InNode | null> {
  const args = ["exec", node, "crictl", "inspecti", "-o", "json", image];
  const { ok, stdout } = await askProgram("docker", args, { signal });
  const status = ok ? inNodeSchema.safeParse(JSON.parse(stdout)) : null;
  return status?.success === true ? status.data : null;
}

/** docker tells the id of an image's configuration, as the node does; with containerd's image store, that of its manifest. */
function isSame(id: string, { status }: InNode): boolean {
  return status.id === id || status.repoDigests.some((digest) => digest.endsWith(`@${id}`));
}

function digestsOf({ status }: InNode): string[] {
  return [status.id, ...status.repoDigests];
}
