/** Whether a host's name is a Service's, which is known inside its cluster only. */
export function isNameOfCluster(host: string): boolean {
  return /\.svc(\.|$)/.test(host);
}
