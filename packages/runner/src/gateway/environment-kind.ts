/** Where a gateway can come from. */
export const ENVIRONMENT_KINDS = ["embedded", "existing", "standalone"] as const;

export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];
