/**
 * Variables that manifests of endpoint pickers are written with, and what each stands for here. `E2E_*` are those of the inference
 * extension's own suite (test/e2e/epp), the others those of llm-d-router's.
 */
export const MANIFEST_VARIABLES = {
  E2E_NS: "namespace",
  NAMESPACE: "namespace",
  E2E_IMAGE: "image",
  EPP_IMAGE: "image",
  EPP_NAME: "name",
  POOL_NAME: "pool",
  MODEL_NAME: "model",
  METRICS_ENDPOINT_AUTH: "metricsAuth",
} as const;

/** What the variables stand for; undefined: nothing was given for it. */
export type ManifestValues = Readonly<
  Record<(typeof MANIFEST_VARIABLES)[keyof typeof MANIFEST_VARIABLES], string | undefined>
>;

/** A text with the variables filled in, and those that nothing was given for, by name. */
export interface FilledIn {
  readonly text: string;
  readonly unset: readonly string[];
}

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

/** Fills in `$NAME` and `${NAME}` of the table. What else looks like a variable belongs to whom it is for, and is left alone. */
export function filledIn(text: string, values: ManifestValues): FilledIn {
  const unset = new Set<string>();
  const filled = text.replace(VARIABLE, (written, inBraces?: string, bare?: string) => {
    const name = inBraces ?? bare ?? "";
    if (!isVariable(name)) return written;
    const value = values[MANIFEST_VARIABLES[name]];
    if (value === undefined) unset.add(written);
    return value ?? written;
  });
  return { text: filled, unset: [...unset] };
}

function isVariable(name: string): name is keyof typeof MANIFEST_VARIABLES {
  return Object.hasOwn(MANIFEST_VARIABLES, name);
}
