/** A program as its makers have released it. */
export interface PinnedTool {
  readonly name: "kind" | "kubectl";
  readonly version: string;
  /** By processor, as Node names it: where the program for Linux lies, and what its bytes are. */
  readonly downloads: Readonly<Record<string, { readonly url: string; readonly sha256: string }>>;
}

const KIND = "https://github.com/kubernetes-sigs/kind/releases/download/v0.30.0";
const KUBECTL = "https://dl.k8s.io/release/v1.34.1/bin/linux";

/**
 * What a cluster takes beside docker. The digests are those that the projects publish beside the programs (`kind-linux-amd64.sha256sum`,
 * `kubectl.sha256`); kubectl is as old as the Kubernetes in kind's own node image.
 */
export const CLUSTER_TOOLS: readonly PinnedTool[] = [
  {
    name: "kind",
    version: "0.30.0",
    downloads: {
      x64: {
        url: `${KIND}/kind-linux-amd64`,
        sha256: "517ab7fc89ddeed5fa65abf71530d90648d9638ef0c4cde22c2c11f8097b8889",
      },
      arm64: {
        url: `${KIND}/kind-linux-arm64`,
        sha256: "7ea2de9d2d190022ed4a8a4e3ac0636c8a455e460b9a13ccf19f15d07f4f00eb",
      },
    },
  },
  {
    name: "kubectl",
    version: "1.34.1",
    downloads: {
      x64: {
        url: `${KUBECTL}/amd64/kubectl`,
        sha256: "7721f265e18709862655affba5343e85e1980639395d5754473dafaadcaa69e3",
      },
      arm64: {
        url: `${KUBECTL}/arm64/kubectl`,
        sha256: "420e6110e3ba7ee5a3927b5af868d18df17aae36b720529ffa4e9e945aa95450",
      },
    },
  },
];
