import { type Ablation, ORDERING_RULES, type RuleName } from "./ordering-rule.ts";
import { QUEUE_DISCIPLINES, type QueueDiscipline } from "./queue-discipline.ts";

/** An ordering rule under a queue discipline; null where the rule gives the same order under all. */
export interface Policy {
  readonly rule: RuleName | Ablation;
  readonly discipline: QueueDiscipline | null;
}

/** A rule under each discipline that may make a difference. */
export function policiesOf(rule: RuleName | Ablation): readonly Policy[] {
  const disciplines = ORDERING_RULES[rule].kind === "fixed" ? [null] : QUEUE_DISCIPLINES;
  return disciplines.map((discipline) => ({ rule, discipline }));
}
