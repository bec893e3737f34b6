import type { FaultName } from "@wa-routing/simulator";
import { OUR_VARIANT, type Variant, variantName, variantTraits } from "./variant.ts";

/** What is put to the test: the simulator built in one way, healthy or with one fault. */
export interface Subject {
  /** Unique in a selftest, and its folders' beginning. */
  readonly name: string;
  readonly variant: Variant;
  readonly fault: FaultName | null;
}

/** Ours, without a fault. */
export const HEALTHY: Subject = { name: "healthy", variant: OUR_VARIANT, fault: null };

/** A healthy one that is built in another way. */
export function variantSubject(variant: Variant): Subject {
  return { name: `healthy-${variantName(variant)}`, variant, fault: null };
}

/** Ours with a fault, under one of the disciplines. */
export function faultySubject(fault: FaultName, discipline = OUR_VARIANT.discipline): Subject {
  const variant = { ...OUR_VARIANT, discipline };
  const under = discipline === OUR_VARIANT.discipline ? "" : `-${variantTraits(variant)[0]}`;
  return { name: `${fault}${under}`, variant, fault };
}
