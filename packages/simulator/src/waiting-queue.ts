/** Whether `a` is to leave before `b`. May give another answer a moment later: scores move with the time. */
export type Before<T> = (a: T, b: T) => boolean;

/** Requests that wait, by how they are kept. */
export interface WaitingQueue<T> {
  /** All that wait, in no particular order. */
  readonly items: readonly T[];
  /** What leaves next. */
  head(): T | undefined;
  add(item: T): void;
  /** Does nothing when it does not wait. */
  remove(item: T): void;
  /** Removes what `unwanted` says, and returns it. */
  removeAll(unwanted: (item: T) => boolean): T[];
}
