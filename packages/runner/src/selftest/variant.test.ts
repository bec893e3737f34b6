import { expect, test } from "vitest";
import { allVariants, OUR_VARIANT, pairwiseVariants, type Variant, variantName } from "./variant.ts";

const TRAITS = ["discipline", "log", "parameters", "headers"] as const;

/** Every two values of two traits that a list has in one variant. */
function pairsOf(variants: readonly Variant[]) {
  return new Set(
    variants.flatMap((variant) =>
      TRAITS.flatMap((one, index) =>
        TRAITS.slice(index + 1).map((other) => `${one} ${variant[one]}, ${other} ${variant[other]}`),
      ),
    ),
  );
}

test("every combination but ours, each once", () => {
  const names = allVariants().map(variantName);
  expect(new Set(names).size).toBe(3 * 4 * 2 * 2 - 1);
  expect(names).toHaveLength(3 * 4 * 2 * 2 - 1);
  expect(names).not.toContain(variantName(OUR_VARIANT));
});

test("a quarter of them, with ours, has every two values of two traits", () => {
  expect(pairwiseVariants()).toHaveLength(11);
  expect(pairsOf([OUR_VARIANT, ...pairwiseVariants()])).toEqual(pairsOf(allVariants()));
});
