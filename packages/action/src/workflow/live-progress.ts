import type { Scenario } from "@wa-routing/protocol";
import type { Progress } from "wa-routing";
import type { ActionLog } from "./action-log.ts";

/** Where a run is, live in the step's log: a group for each start and each scenario, a line for each step of a trial. */
export class LiveProgress {
  readonly #titles: ReadonlyMap<string, string>;
  readonly #log: ActionLog;
  readonly #startMs = performance.now();
  #part = "";
  #scenario = "";

  constructor(scenarios: readonly Scenario[], log: ActionLog) {
    this.#titles = new Map(scenarios.map(({ name, title }) => [name, title]));
    this.#log = log;
  }

  /** A part of the run begins, with the start of its gateway; null: the run has no parts. */
  begin(part: string | null): void {
    this.#part = part === null ? "" : `${part}: `;
    this.#scenario = "";
    this.#log.group(`${this.#part}start of the gateway`);
  }

  update({ scenario, trial, trials, step }: Progress): void {
    if (scenario !== this.#scenario) {
      this.#scenario = scenario;
      this.#log.group(`${this.#part}${scenario}: ${this.#titles.get(scenario) ?? ""}`);
    }
    const seconds = ((performance.now() - this.#startMs) / 1000).toFixed(1);
    const where = trial === 0 ? "preparation" : `trial ${trial} of up to ${trials}`;
    this.#log.line(`${seconds} s  ${where}: ${step}`);
  }

  end(): void {
    this.#log.endGroup();
  }
}
