/** What a run does, for somebody who has never seen wa-routing. */
export const WHAT_THIS_IS =
  "wa-routing sends requests of several workloads through the gateway, holds them in its queue, lets them go, and checks in which order they leave.";
