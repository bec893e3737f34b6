// Texts that others wrote, made inert: a door of its own, since the writers of reports take long to load.
export { escapeMarkdown } from "./escape-markdown.ts";
export { plainText, withoutWorkflowCommands } from "./plain-text.ts";
