import type { RouterParameters } from "@wa-routing/protocol";

/**
 * What a server process is asked to run, as its one argument (JSON). `folder` is the environment's: it records the process, which
 * removes it as the last one when whoever made it can no longer do so.
 */
export type ServerOptions =
  | {
      readonly server: "model-server";
      readonly name: string;
      readonly folder: string;
      readonly model: string;
      readonly seed: number;
      readonly slots: number;
      readonly ttftMs: number;
      readonly itlMs: number;
    }
  | {
      readonly server: "simulator";
      readonly modelServerUrls: readonly string[];
      /** Where its log, `router.log`, goes. */
      readonly folder: string;
      readonly ordering: "workload-aware" | "fcfs";
      readonly faults: readonly string[];
      readonly parameters: RouterParameters;
      readonly seed: number;
      readonly verbosity: number;
    }
  | {
      /** Somebody else's program, which would outlive us: it is watched over, and ends with its guard. */
      readonly server: "program";
      /** As messages call it. */
      readonly name: string;
      readonly command: string;
      readonly arguments: readonly string[];
      /** Beside our own environment. */
      readonly env?: Readonly<Record<string, string>>;
      readonly folder: string;
      /** File in the folder to which what it prints, on both streams, is appended. */
      readonly log: string;
    };

/** What a server process prints, as one line of JSON, once it answers; a program once it runs. */
export type ServerReady =
  | { readonly server: "model-server"; readonly url: string; readonly adminUrl: string }
  | { readonly server: "simulator"; readonly url: string; readonly metricsUrl: string }
  | { readonly server: "program"; readonly pid: number };
