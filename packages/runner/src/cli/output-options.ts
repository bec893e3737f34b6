/** Options that every command that judges has. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}
