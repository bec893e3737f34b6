import type { RouterParameters } from "@wa-routing/protocol";
import type { LogFormat, QueueDiscipline } from "@wa-routing/simulator";

/**
 * What a server process is asked to run, as its one argument (JSON). `folder` is the environment's: it records the process, which
 * removes it as the last one when whoever made it can no longer do so.
 */
export type ServerOptions =
  | {
      /** One process for all: one event loop sees their arrivals in one order. */
      readonly server: "model-server";
      readonly count: number;
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
      readonly discipline: QueueDiscipline;
      readonly parameters: RouterParameters;
      readonly logFormat: LogFormat | "none";
      readonly joinHeaders: boolean;
      readonly faults: readonly string[];
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
    }
  | {
      /** Opens a gate when whoever closed it can no longer do so. */
      readonly server: "gate-guard";
      readonly folder: string;
      /** Without a word for so long, it opens. */
      readonly leaseMs: number;
    };

/** What a server process prints, as one line of JSON, once it answers; a program once it runs. */
export type ServerReady =
  | { readonly server: "model-server"; readonly urls: readonly string[]; readonly adminUrls: readonly string[] }
  | { readonly server: "simulator"; readonly url: string; readonly metricsUrl: string }
  | { readonly server: "program"; readonly pid: number }
  | { readonly server: "gate-guard" };
