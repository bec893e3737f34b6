/** The positions of some values in ascending order of the values; equal ones stay in their own order. Merge sort: O(n log n). */
export function sortedOrder(values: ArrayLike<number>): Uint32Array {
  const length = values.length;
  let order = new Uint32Array(length);
  for (let index = 0; index < length; index++) order[index] = index;
  let keys = new Float64Array(values);
  let nextOrder = new Uint32Array(length);
  let nextKeys = new Float64Array(length);
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(start + 2 * width, length);
      let left = start;
      let right = middle;
      for (let target = start; target < end; target++) {
        const takesLeft = left < middle && (right >= end || (keys[left] as number) <= (keys[right] as number));
        const taken = takesLeft ? left++ : right++;
        nextKeys[target] = keys[taken] as number;
        nextOrder[target] = order[taken] as number;
      }
    }
    [order, nextOrder, keys, nextKeys] = [nextOrder, order, nextKeys, keys];
  }
  return order;
}

/** The rank of each value, from 1; equal values share the mean of their ranks. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = sortedOrder(values);
  const ranks = new Float64Array(order.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end += 1;
    for (let index = start; index < end; index++) ranks[order[index] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}
