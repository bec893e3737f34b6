const LINE_END = 10;

/** Hands over what comes in pieces as whole lines, so that lines of two streams are never torn apart. */
export function wholeLines(onLines: (lines: Uint8Array) => void): {
  push(chunk: Uint8Array): void;
  /** What has no line end yet. */
  end(): void;
} {
  let rest: Uint8Array[] = [];
  const handOver = (last: Uint8Array) => {
    onLines(rest.length === 0 ? last : Buffer.concat([...rest, last]));
    rest = [];
  };
  return {
    push(chunk) {
      const end = chunk.lastIndexOf(LINE_END) + 1;
      if (end > 0) handOver(chunk.subarray(0, end));
      if (end < chunk.length) rest.push(chunk.subarray(end));
    },
    end() {
      if (rest.length > 0) handOver(Buffer.from("\n"));
    },
  };
}
