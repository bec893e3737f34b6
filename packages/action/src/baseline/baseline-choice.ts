/** What a run is compared with, as the input `baseline` says it. */
export type BaselineChoice =
  | { readonly baseline: "none" }
  /** The artifact of the base branch; `name`: null: that of this job's own name. */
  | { readonly baseline: "artifact"; readonly name: string | null }
  | { readonly baseline: "folder"; readonly path: string };

/** Names of artifacts hold no slash: whatever does is a folder. */
export function readBaseline(text: string): BaselineChoice {
  if (text === "none") return { baseline: "none" };
  if (text === "auto") return { baseline: "artifact", name: null };
  return text.includes("/") || text === "." ? { baseline: "folder", path: text } : { baseline: "artifact", name: text };
}
