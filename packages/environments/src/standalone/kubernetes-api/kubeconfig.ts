/** A kubeconfig with one context: an API at `server` that asks nobody who they are. */
export function kubeconfig(server: string) {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "wa-routing", cluster: { server } }],
    users: [{ name: "anyone", user: {} }],
    contexts: [{ name: "wa-routing", context: { cluster: "wa-routing", user: "anyone" } }],
    "current-context": "wa-routing",
  };
}
