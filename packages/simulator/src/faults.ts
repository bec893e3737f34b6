/** Faults that can be planted, each one switch: what the router then does wrong. */
export const simulatorFaults = {
  "fcfs-ordering": "requests leave in the order of their arrival; scores are still computed and logged",
  "criticality-inverted": "criticality c counts as 6 - c",
  "criticality-ignored": "the criticality term is the same for all",
  "clamping-dropped": "a criticality outside 1 to 5 counts as it was sent",
  "missing-criticality-as-3": "a context without criticality counts as 3 instead of 1",
  "float-criticality-accepted": "a criticality of 4.5 is rounded instead of dropping the header",
  "wait-term-missing": "the average wait does not enter the score",
  "per-request-wait": "the request's own age enters the score in place of the workload's average wait",
  "ema-alpha-wrong": "the average wait moves by 0.5 of each new wait instead of 0.2",
  "ema-at-completion": "the average wait is updated when a request completes, with all its time",
  "rate-term-missing": "the request rate does not enter the score",
  "rate-uncapped": "the rate term has no upper bound",
  "rate-per-request": "the request rate is counted per request id",
  "sliding-window": "the request rate is the count of the last 60 s over 60 s",
  "weights-swapped": "the weights of criticality and rate are exchanged",
  "id-enters-score": "a number from 0 to 1 that is made of the workload's id is added to the score",
  "lifo-when-many": "while more than 30 requests wait, the latest leaves first",
  "tie-break-reversed": "of two equal scores the later request goes first",
  "headerless-refused": "a request without a readable context is answered 400",
  "headerless-shared-id": "all requests without a readable context share one workload",
  "workload-starved": "requests of criticality 1 are never dispatched",
  "no-context-extracted-line": "the log point is missing: Workload context extracted",
  "no-active-incremented-line": "the log point is missing: Workload active incremented",
  "no-admitted-line": "the log point is missing: Request admitted to flow control",
  "no-score-computed-line": "the log point is missing: Priority score computed",
  "no-dispatched-line": "the log point is missing: Request dispatched",
  "no-active-decremented-line": "the log point is missing: Workload active decremented",
  "score-logged-wrong": "the logged score is 0.01 above the one that is used",
  "decrement-lost": "one completion in four does not reach the registry",
  "phantom-dispatch": "a dispatch is logged although the request stays in the queue",
  "backend-order-wrong": "requests are forwarded in another order than they were dispatched",
  "requests-lost": "one request in ten is dispatched and never forwarded; the connection closes",
  "requests-duplicated": "one request in ten is forwarded twice",
  "requests-failed": "one request in ten is answered 500",
  "requests-stuck": "one request in ten is never answered",
  "slow-tail": "three requests with a context in a hundred take 8 ms more",
  "router-restart": "the router restarts once, after its 40th request",
} as const;

export type FaultName = keyof typeof simulatorFaults;

/** Whether a text names a fault. */
export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(simulatorFaults, text);
}

/** The faults that are planted in one simulator. */
export type Faults = ReadonlySet<FaultName>;
