/** What a server process is asked to run, as its one argument (JSON). */
export type ServerOptions =
  | {
      readonly server: "model-server";
      readonly name: string;
      readonly model: string;
      readonly seed: number;
      readonly slots: number;
      readonly ttftMs: number;
      readonly itlMs: number;
    }
  | {
      readonly server: "simulator";
      readonly modelServerUrls: readonly string[];
      readonly logFile: string;
      readonly policy: "workload-aware" | "fcfs";
      readonly faults: readonly string[];
      readonly seed: number;
      readonly verbosity: number;
    };

/** What a server process prints, as one line of JSON, once it answers. */
export type ServerReady =
  | { readonly server: "model-server"; readonly url: string; readonly adminUrl: string }
  | { readonly server: "simulator"; readonly url: string; readonly metricsUrl: string };
