export { escapeMarkdown } from "./escape-markdown.ts";
export { renderHtml } from "./render-html.ts";
export { renderJUnit } from "./render-junit.ts";
export { renderMarkdown } from "./render-markdown.ts";
export { renderOrderingsMarkdown, renderOrderingsText } from "./render-orderings.ts";
export { renderRequestsCsv } from "./render-requests-csv.ts";
export type { TextOptions } from "./render-text.ts";
export { renderText } from "./render-text.ts";
export { countsText, VERDICT_SIGNS, verdictCounts } from "./verdict-sign.ts";
