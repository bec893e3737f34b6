/** Where a gateway can come from. */
export const ENVIRONMENT_KINDS = ["embedded", "existing", "standalone", "kind"] as const;

export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

/** What they are, for headings. */
export const ENVIRONMENT_TITLES: Readonly<Record<EnvironmentKind, string>> = {
  embedded: "our own gateway",
  existing: "a gateway that runs already",
  standalone: "Envoy and an endpoint picker, as processes",
  kind: "Envoy and an endpoint picker, in a kind cluster",
};

/** Some of them as words: `embedded, standalone or kind`. */
export function anyOf(kinds: readonly EnvironmentKind[]): string {
  return kinds.join(", ").replace(/, (?=[^,]*$)/, " or ");
}
