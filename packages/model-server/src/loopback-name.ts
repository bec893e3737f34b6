import { BlockList, isIPv4, isIPv6 } from "node:net";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8);
LOOPBACK.addAddress("::1", "ipv6");

/** Whether an address, in any spelling, is one of this host's loopback interface. */
export function isLoopbackAddress(address: string): boolean {
  return (isIPv4(address) && LOOPBACK.check(address)) || (isIPv6(address) && LOOPBACK.check(address, "ipv6"));
}

/** Whether a name or address, without its port, can mean nothing but this host. */
export function isLoopbackName(name: string): boolean {
  const plain = name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
  return isLoopbackAddress(plain) || plain === "localhost" || plain.endsWith(".localhost");
}

/** The name in a Host header, without the port: `[::1]:8000` is `[::1]`. */
export function nameInHost(header: string | undefined): string {
  return (header ?? "").replace(/:\d*$/, "");
}
