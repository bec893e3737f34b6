import type { ToldTime } from "../log-time.ts";
import type { Severity } from "../severity.ts";

/** How a line is written. */
export type LineForm = "json" | "klog" | "envoy" | "go-log" | "plain" | "console" | "key-value";

/** A line in one of the forms, taken apart. */
export interface TakenLine {
  readonly form: LineForm;
  readonly time: ToldTime | null;
  readonly severity: Severity | null;
  /** Without the marker. */
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
