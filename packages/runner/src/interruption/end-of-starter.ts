const LOOK_MS = 500;

/** `npx` alone, or also `npm run` and other package managers: a script of package.json may leave a server running in the background. */
type Starter = "npx" | "package-manager";

/**
 * Tells when the npm has ended that had started this process: it ends on SIGTERM and leaves what it has started, which is seen by the
 * parent, another one then. Whoever starts it otherwise may go, and leave it running.
 *
 * @returns To be called when nobody needs to be told any more.
 */
export function onEndOf(starter: Starter, onEnd: () => void): () => void {
  if (!isStartedBy(starter, process.env)) return () => undefined;
  const parent = process.ppid;
  const looks = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looks);
    onEnd();
  }, LOOK_MS).unref();
  return () => clearInterval(looks);
}

function isStartedBy(starter: Starter, { npm_command: command, npm_config_user_agent: agent }: NodeJS.ProcessEnv) {
  // npm says what it was asked to do; pnpm, yarn and bun give what they start their name.
  return command === "exec" || (starter === "package-manager" && (command ?? agent) !== undefined);
}
