// What runtimes write of a crash, and libraries of a panic that they have caught, whatever level a logger gives it: Go, its race
// detector, net/http, gin, Kubernetes; Rust, Python, Java, C++; a shell.
const CRASH =
  /^(?:http: panic serving|panic: |panic\(|fatal error: |Observed a panic|recovered from panic|runtime error: |runtime: (?:out of memory|goroutine stack exceeds)|unexpected fault address|SIG[A-Z]{3,}: |thread '[^']*' (?:\(\d+\) )?panicked at|Traceback \(most recent call last\)|Exception in thread |terminate called |(?:Segmentation fault|Aborted|Killed|Bus error)(?: \(core dumped\))?$|Out of memory: |\[Recovery\] .*panic recovered|(?:WARNING: )?DATA RACE$)/i;

/** Parts of such lines by which they are found where their level is none of an error. */
export const CRASH_NEEDLES: readonly string[] = [
  "panic serving",
  "bserved a panic",
  "ecovered from panic",
  "panic recovered",
  "WARNING: DATA RACE",
];

/** Whether a message tells of a crash, or of a panic that was caught. */
export function isCrash(message: string): boolean {
  return CRASH.test(message);
}
