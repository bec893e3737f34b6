/** Load averages of the host over one minute, before and after a run; `atEnd` is null for one that was cut short. */
export interface MachineLoad {
  readonly cpus: number;
  readonly atStart: number;
  readonly atEnd: number | null;
}
