import { isSecretHeader } from "wa-routing/options";
import { secretInputs } from "./inputs.ts";
import type { InputTexts } from "./read-inputs.ts";

type Environment = Record<string, string | undefined>;

/** What the runner hands to actions alone: not for the processes that this one starts. */
const RUNNER_SECRETS = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"] as const;

/** An input of lines, of which some are secret. */
const HEADERS = "header";

/** What the step was given. */
export interface TakenInputs {
  readonly texts: InputTexts;
  /** Never to be shown to anybody. */
  readonly secrets: readonly string[];
  /** Gives back what the artifact client reads from the environment. */
  readonly restore: () => void;
}

/** Takes the inputs out of the environment. What is secret is no longer there: what is started inherits it. */
export function takeInputs(env: Environment): TakenInputs {
  const texts = new Map<string, string>();
  const secrets: string[] = [];
  for (const [variable, value = ""] of Object.entries(env)) {
    const name = /^INPUT_(.+)$/.exec(variable)?.[1]?.toLowerCase();
    if (name === undefined) continue;
    const text = value.trim();
    if (text !== "") texts.set(name, text);
    if (name === HEADERS) {
      secrets.push(...secretsOf(text));
      delete env[variable];
    }
    if (!secretInputs.includes(name)) continue;
    if (text !== "") secrets.push(text);
    delete env[variable];
  }
  const held = RUNNER_SECRETS.flatMap((name) => {
    const value = env[name];
    delete env[name];
    return value === undefined || value === "" ? [] : [[name, value] as const];
  });
  secrets.push(...held.map(([, value]) => value));
  return { texts, secrets, restore: () => void Object.assign(env, Object.fromEntries(held)) };
}

function secretsOf(headers: string): string[] {
  return headers.split(/\r?\n/).flatMap((line) => {
    const [, name = "", value = ""] = /^\s*([^:]*):(.*)$/.exec(line) ?? [];
    const secret = value.trim();
    // Of Authorization also what follows the scheme.
    return isSecretHeader(name) && secret !== "" ? [secret, secret.replace(/^\S+ +/, "")] : [];
  });
}
