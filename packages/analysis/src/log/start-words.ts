/** What a router writes once each time it starts, at any -v, by how its message begins; and where it was seen. */
const START_WORDS: readonly { readonly router: string; readonly words: readonly string[] }[] = [
  {
    router: "gateway-api-inference-extension v1.3.1 to v1.5.0, and the workload-aware fork",
    words: [
      "GIE build",
      "Flags processed",
      "Initializing experimental Flow Control layer",
      "Experimental Flow Control layer is disabled",
      "Controller manager starting",
    ],
  },
  {
    router: "llm-d-router at ebab687 (August 2026)",
    words: [
      "GIE build",
      "Flags processed",
      "Initializing Flow Control layer",
      "Flow Control layer is disabled",
      "EPP starting",
      "Controller manager starting",
    ],
  },
  { router: "the reference picker of wa-routing", words: ["Endpoint picker starting"] },
];

/** Parts of lines by which they are found. */
export const START_NEEDLES: readonly string[] = [...new Set(START_WORDS.flatMap(({ words }) => words))];

const STARTS = START_NEEDLES.map((words) => [words.toLowerCase(), words] as const);

/** What a router says by a message, in small letters, when it starts, without what is told beside it; null: it is none of that. */
export function startOf(message: string): string | null {
  return STARTS.find(([beginning]) => message.startsWith(beginning))?.[1] ?? null;
}
