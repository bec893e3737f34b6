import type { Check, Checklist, CheckTable, RunManifest } from "@wa-routing/protocol";
import { figureText } from "./figure-text.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { plainText } from "./plain-text.ts";
import { runLine } from "./run-line.ts";
import { countsText, VERDICT_SIGNS } from "./verdict-sign.ts";
import { waitsReport } from "./waits-report.ts";

const STYLE = `
  :root { color-scheme: light dark; --pass: #1a7f37; --fail: #cf222e; --inconclusive: #9a6700; --not-measured: #6e7781; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; margin-bottom: .25rem; } h2 { font-size: 1.2rem; } h3 { font-size: 1rem; margin-bottom: .25rem; }
  .run { opacity: .75; margin-top: 0; }
  ol { list-style: none; padding: 0; }
  li { border-top: 1px solid #8884; padding: .75rem 0 .75rem 2rem; position: relative; }
  .sign { position: absolute; left: 0; font-size: 1.2rem; line-height: 1.25; }
  .pass { color: var(--pass); } .fail { color: var(--fail); }
  .inconclusive { color: var(--inconclusive); } .not-measured { color: var(--not-measured); }
  .title { font-weight: 600; } .summary, .advice { margin: .25rem 0; overflow-wrap: anywhere; }
  .table { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; margin: .25rem 0; }
  th, td { padding: .1rem .9rem .1rem 0; text-align: left; white-space: nowrap; font-variant-numeric: tabular-nums; }
  th { font-weight: 600; border-bottom: 1px solid #8884; } .right { text-align: right; }
  .notes { margin: .25rem 0; font-size: .9rem; opacity: .75; }
  details { margin-top: .25rem; font-size: .9rem; } summary { cursor: pointer; opacity: .75; }
  ul { margin: .25rem 0; padding-left: 1.25rem; overflow-wrap: anywhere; }
`;

/** The checklist as one self-contained page: no script, no network. */
export function renderHtml(checklist: Checklist, manifest: RunManifest): string {
  const { verdict, checks } = checklist;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Workload-aware routing: ${verdict}</title>
<style>${STYLE}</style>
</head>
<body>
<h1><span class="${verdict}">${VERDICT_SIGNS[verdict]}</span> Workload-aware routing: <span class="${verdict}">${verdict}</span></h1>
<p class="run">${escapeHtml(countsText(checks))}. ${escapeHtml(runLine(manifest))}. Started ${escapeHtml(manifest.startedAt)}.</p>
${lostEvidence(manifest)
  .map((text) => `<p class="inconclusive">${escapeHtml(text)}</p>`)
  .join("\n")}
<ol>
${checks.map(item).join("\n")}
</ol>
${waitsSection(checklist.waits)}</body>
</html>
`;
}

function item({ id, verdict, title, summary, because, advice, figures, evidence, required, table }: Check): string {
  const lines = [...figures.map(figureText), ...evidence];
  const optional = required || verdict === "not-measured" ? "" : " (not required)";
  return `<li>
<span class="sign ${verdict}" title="${verdict}">${VERDICT_SIGNS[verdict]}</span>
<span class="title">${escapeHtml(title)}</span> <span class="${verdict}">${verdict.replace("-", " ")}${optional}</span>
<p class="summary">${escapeHtml(because === null ? summary : `${summary} ${because}`)}</p>
${table === undefined ? "" : tableOf(table)}
${advice === null ? "" : `<p class="advice">→ ${escapeHtml(advice)}</p>`}
${details(`${id}: figures and evidence`, lines)}
</li>`;
}

function details(summary: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const items = lines.map((line) => `<li style="border:0;padding:0">${escapeHtml(line)}</li>`);
  return `<details><summary>${escapeHtml(summary)}</summary><ul>${items.join("")}</ul></details>`;
}

function tableOf({ columns, rows, notes }: CheckTable): string {
  const row = (cells: readonly string[], tag: "th" | "td") => {
    const content = columns.map(
      ({ align }, column) => `<${tag} class="${align}">${escapeHtml(cells[column] ?? "")}</${tag}>`,
    );
    return `<tr>${content.join("")}</tr>`;
  };
  const head = columns.map(({ title }) => title);
  return `<div class="table"><table>
<thead>${row(head, "th")}</thead>
<tbody>${rows.map((cells) => row(cells, "td")).join("\n")}</tbody>
</table></div>${notesOf(notes)}`;
}

function waitsSection(waits: Checklist["waits"]): string {
  const report = waitsReport(waits);
  if (report === null) return "";
  return `<h2>${report.title}</h2>
<p>${escapeHtml(report.introduction)}</p>
${report.tables
  .map(
    ({ scenario, table, sentence, figures }) => `<h3>${escapeHtml(scenario)}</h3>
${tableOf(table)}
<p class="summary">${escapeHtml(sentence)}</p>
${details(`${scenario}: figures`, figures.map(figureText))}`,
  )
  .join("\n")}
${notesOf(report.notes)}
`;
}

function notesOf(notes: readonly string[]): string {
  return notes.length === 0 ? "" : `\n<p class="notes">${escapeHtml(notes.join(" "))}</p>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return plainText(text).replace(/[&<>"']/g, (character) => entities[character] as string);
}
