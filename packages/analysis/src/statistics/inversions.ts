/** Pairs of a sequence that are in descending order, by merge sort: O(n log n). Equal values are no inversion. */
export function inversions(values: ArrayLike<number>): number {
  let current = new Float64Array(values);
  let merged = new Float64Array(current.length);
  let count = 0;
  for (let width = 1; width < current.length; width *= 2) {
    for (let start = 0; start < current.length; start += 2 * width) {
      const middle = Math.min(start + width, current.length);
      const end = Math.min(start + 2 * width, current.length);
      let left = start;
      let right = middle;
      for (let target = start; target < end; target++) {
        const takesLeft = left < middle && (right >= end || (current[left] as number) <= (current[right] as number));
        if (!takesLeft) count += middle - left;
        merged[target] = current[takesLeft ? left++ : right++] as number;
      }
    }
    [current, merged] = [merged, current];
  }
  return count;
}
