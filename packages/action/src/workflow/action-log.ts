import { withoutWorkflowCommands } from "@wa-routing/report/inert";
import type { Redactor } from "../publish/redactor.ts";
import { type Annotation, annotationCommand, quoted, workflowCommand } from "./workflow-command.ts";

/** The step's log. Secrets are taken out of every line, and the runner acts on none but our own commands. */
export class ActionLog {
  readonly #redactor: Redactor;
  readonly #write: (text: string) => void;
  #isGroupOpen = false;

  constructor(redactor: Redactor, write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.#redactor = redactor;
    this.#write = write;
  }

  /** A line of our own. */
  line(text: string): void {
    this.#write(`${withoutWorkflowCommands(this.#redactor.text(text))}\n`);
  }

  /** Text in which routers, gateways or scenario files have their word. */
  quote(text: string): void {
    this.#write(quoted(this.#redactor.text(text)));
  }

  /** What follows, up to the next one, is folded behind a title. */
  group(title: string): void {
    this.endGroup();
    this.#write(workflowCommand("group", this.#redactor.text(title)));
    this.#isGroupOpen = true;
  }

  endGroup(): void {
    if (this.#isGroupOpen) this.#write(workflowCommand("endgroup", ""));
    this.#isGroupOpen = false;
  }

  annotate({ level, title, message }: Annotation): void {
    this.#write(annotationCommand({ level, title: this.#redactor.text(title), message: this.#redactor.text(message) }));
  }
}
