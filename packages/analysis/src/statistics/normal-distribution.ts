/**
 * The share of a standard normal distribution above `z`, relative error below 1.2e-7.
 *
 * @see Press et al.: Numerical Recipes, erfcc (Chebyshev fit of the complementary error function)
 */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const polynomial =
    -x * x -
    1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 +
                    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  const upper = (t * Math.exp(polynomial)) / 2;
  return z >= 0 ? upper : 1 - upper;
}

/**
 * The value below which a share of a standard normal distribution lies, absolute error below 1e-8.
 *
 * @param share Between 0 and 1, both excluded.
 */
export function normalQuantile(share: number): number {
  let low = -40;
  let high = 40;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (1 - normalTail(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
