/** Load averages of the host over one minute, before and after a run; `atEnd` is null for one that was cut short. */
export interface MachineLoad {
  readonly cpus: number;
  readonly atStart: number;
  readonly atEnd: number | null;
}

/** Names the load beside what it may have caused: `, at a load of 0.5 to 7.9 on 2 CPUs`; nothing where it is unknown. */
export function atLoad(machineLoad: MachineLoad | null): string {
  if (machineLoad === null) return "";
  const { cpus, atStart, atEnd } = machineLoad;
  const load = [atStart, ...(atEnd === null ? [] : [atEnd])].map((average) => average.toFixed(1)).join(" to ");
  return `, at a load of ${load} on ${cpus} CPUs`;
}
