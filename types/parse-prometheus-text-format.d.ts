declare module "parse-prometheus-text-format" {
  interface Series {
    readonly value: string;
    readonly labels?: Readonly<Record<string, string>>;
  }
  interface Family {
    readonly name: string;
    readonly type: string;
    readonly metrics: readonly Series[];
  }
  /** The metric families of a page in the Prometheus text format. */
  export default function parsePrometheusTextFormat(page: string): Family[];
}
