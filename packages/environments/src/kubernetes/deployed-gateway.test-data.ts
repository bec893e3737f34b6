import { startModelServer } from "@wa-routing/model-server";
import { startSimulator } from "@wa-routing/simulator";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type RecordedCluster, recordedCluster } from "./recorded-cluster.test-data.ts";

type RecordedOptions = NonNullable<Parameters<typeof recordedCluster>[1]>;

/** Recorded deployments for the tests of a file, one for each test, with servers of this process behind their pods. */
export class DeployedGateway {
  simulator!: Awaited<ReturnType<typeof startSimulator>>;
  /** Of the test that runs; null before it is deployed. */
  cluster: RecordedCluster | null = null;
  #modelServer!: Awaited<ReturnType<typeof startModelServer>>;

  constructor() {
    beforeAll(async () => {
      this.#modelServer = await startModelServer({ models: ["fake-model"] });
      this.simulator = await startSimulator({ modelServerUrls: [this.#modelServer.url] });
    });
    afterAll(async () => {
      await this.simulator.close();
      await this.#modelServer.close();
    });
    afterEach(() => {
      this.cluster?.[Symbol.dispose]();
      this.cluster = null;
    });
  }

  deploy(
    states: Parameters<typeof recordedCluster>[0],
    { ports, ...options }: RecordedOptions = {},
  ): { readonly program: string; readonly namespace: string } {
    this.cluster = recordedCluster(states, { ...options, ports: { ...this.#ports(), ...ports } });
    return { program: `${this.cluster.folder}/kubectl`, namespace: "inf-ext-e2e" };
  }

  /** Where forwards to the ports of the pods lead. */
  #ports() {
    const portOf = (url: string) => Number(new URL(url).port);
    return {
      8081: portOf(this.simulator.url),
      9090: portOf(this.simulator.metricsUrl),
      8000: portOf(this.#modelServer.url),
      8100: portOf(this.#modelServer.adminUrl),
    };
  }
}
