import { createServer } from "node:net";

// Answers every request after a delay with the same bytes, and does as little else as possible. A first line on standard input,
// `freeze MS`, makes it answer nothing for so long.
const delayMs = Number(process.argv[2] ?? 0);
const body = JSON.stringify({ choices: [{ text: "x" }], usage: { completion_tokens: 1 } });
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);
let frozenUntil = 0;
process.stdin
  .setEncoding("utf8")
  .on("data", (text) => {
    const ms = /freeze (\d+)/.exec(text)?.[1];
    if (ms !== undefined) frozenUntil = performance.now() + Number(ms);
  })
  .on("end", () => process.exit(0));
const server = createServer({ noDelay: true }, (socket) => {
  let pending = "";
  socket
    .setEncoding("latin1")
    .on("data", (text) => {
      pending += text;
      for (;;) {
        const head = pending.indexOf("\r\n\r\n");
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(pending.slice(0, head))?.[1] ?? 0);
        if (pending.length < head + 4 + length) return;
        pending = pending.slice(head + 4 + length);
        const waitMs = Math.max(delayMs, frozenUntil - performance.now());
        if (waitMs <= 0) socket.write(answer);
        else setTimeout(() => socket.write(answer), waitMs);
      }
    })
    .on("error", () => undefined);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
