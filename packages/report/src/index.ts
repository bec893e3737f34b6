export type { AgainstBase } from "./against-base.ts";
export { comparisonSentence } from "./comparison-words.ts";
export { escapeMarkdown } from "./escape-markdown.ts";
export type { MarkdownOptions } from "./markdown-room.ts";
export { SMALLEST_ROOM_BYTES } from "./markdown-room.ts";
export { plainText, withoutWorkflowCommands } from "./plain-text.ts";
export type { Implementation } from "./render-conformance.ts";
export { renderConformance } from "./render-conformance.ts";
export { renderCtrf } from "./render-ctrf.ts";
export { renderHtml } from "./render-html.ts";
export { renderJUnit } from "./render-junit.ts";
export { renderLogFindings } from "./render-log-findings.ts";
export { renderMarkdown } from "./render-markdown.ts";
export { renderOrderingsMarkdown, renderOrderingsText } from "./render-orderings.ts";
export { renderOrderingsHtml } from "./render-orderings-html.ts";
export type { TracedScenario } from "./render-perfetto.ts";
export { MOST_TRACE_BYTES, renderPerfetto } from "./render-perfetto.ts";
export { renderRequestsCsv } from "./render-requests-csv.ts";
export { renderResults } from "./render-results.ts";
export {
  renderAgainstMarkdown,
  renderRunComparisonMarkdown,
  renderRunComparisonText,
} from "./render-run-comparison.ts";
export { renderSection } from "./render-section.ts";
export type { TextOptions } from "./render-text.ts";
export { renderText } from "./render-text.ts";
export type { Section, SectionResult, SectionSubject } from "./section-subject.ts";
export { SHORT_SECTION_BYTES } from "./section-subject.ts";
export { wrapped } from "./terminal-text.ts";
export { countsText, VERDICT_SIGNS, verdictCounts } from "./verdict-sign.ts";
