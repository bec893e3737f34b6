import type { Verdict } from "@wa-routing/protocol";
import { TERMS_ADDRESS } from "../terms-address.ts";
import { VERDICT_SIGNS } from "../verdict-sign.ts";
import { escapeHtml } from "./escape-html.ts";
import { PAGE_STYLE } from "./page-style.ts";

/** What every page begins with. Texts are plain. */
export interface PageHead {
  /** `Workload-aware routing` */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** What was tested, a paragraph each. */
  readonly about: readonly string[];
  /** What is known to be lost, a paragraph each. */
  readonly losses: readonly string[];
  /** What was left out for want of room. */
  readonly leftOut: readonly string[];
}

/** A whole page: no script, nothing from elsewhere. Header and content are HTML. */
export function pageOf({ subject, verdict, sentence, about, losses, leftOut }: PageHead, content: string): string {
  const word = verdict.replace("-", " ");
  const paragraphs = (texts: readonly string[], kind: string) =>
    texts.map((text) => `<p class="${kind}">${escapeHtml(text)}</p>`).join("\n");
  const missing =
    leftOut.length === 0
      ? ""
      : `<p>Left out, for want of room: ${escapeHtml(leftOut.join(", "))}. All of it is in the run's folder.</p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(subject)}: ${word}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<div class="banner ${verdict}">
<h1><span aria-hidden="true">${VERDICT_SIGNS[verdict]}</span> ${escapeHtml(subject)}: ${word}</h1>
<p><strong>${escapeHtml(sentence)}</strong></p>
${paragraphs(losses, "loss")}
</div>
${paragraphs(about, "muted")}
</header>
<main>
${content}
</main>
<footer>
${missing}<p>What the words mean: <a href="${TERMS_ADDRESS}">${TERMS_ADDRESS}</a></p>
<p>Written by wa-routing from the files of the run's folder, without a network. Nothing in this page runs or loads anything.</p>
</footer>
</body>
</html>
`;
}
