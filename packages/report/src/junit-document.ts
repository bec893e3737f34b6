import type { Check, RunReport } from "@wa-routing/protocol";
import { create } from "xmlbuilder2";
import { checkDurationMs, runDurationMs } from "./check-times.ts";
import { figureText } from "./figure-text.ts";
import { lostEvidence } from "./lost-evidence.ts";
import { runProperties } from "./run-properties.ts";

/**
 * The checklist as JUnit XML: one test case for each check, in a suite that has the same name in every run. `inconclusive` is an
 * error, so that no CI shows it green; `not-measured` is skipped; a check that is not required never fails a build.
 */
export function junitDocument(run: RunReport): string {
  const { checks } = run.checklist;
  const count = (kind: "failure" | "error" | "skipped") => checks.filter((check) => elementOf(check) === kind).length;
  const totals = {
    tests: checks.length,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(runDurationMs(run)),
  };
  const root = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\ufffd" }).ele("testsuites", {
    name: "wa-routing",
    ...totals,
  });
  const suite = root.ele("testsuite", { name: "wa-routing", timestamp: run.manifest.startedAt, ...totals });
  const properties = suite.ele("properties");
  for (const [name, value] of runProperties(run))
    properties.ele("property", { name: xmlText(name), value: xmlText(value) });
  for (const check of checks) {
    const [group = "", name = check.id] = check.id.split(".");
    const element = elementOf(check);
    const testcase = suite.ele("testcase", {
      classname: `wa-routing.${group}`,
      name: xmlText(`${name}: ${check.title}`),
      time: seconds(checkDurationMs(check, run)),
    });
    const detail = [
      check.because ?? "",
      check.advice ?? "",
      ...check.figures.map(figureText),
      ...check.evidence,
    ].filter((line) => line !== "");
    if (element === null) testcase.ele("system-out").txt(xmlText([check.summary, ...detail].join("\n")));
    else
      testcase
        .ele(element, { message: xmlText(check.summary), ...(element === "skipped" ? {} : { type: check.verdict }) })
        .txt(xmlText(detail.join("\n")));
  }
  const lost = lostEvidence(run.manifest);
  if (lost.length > 0) suite.ele("system-out").txt(xmlText(lost.join("\n")));
  return `${root.end({ prettyPrint: true })}\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** The writer takes `&word;` for an entity, and leaves it as it is: XML knows five, and a text is none of them. */
function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;");
}

function elementOf({ verdict, required }: Check): "failure" | "error" | "skipped" | null {
  if (verdict === "pass") return null;
  if (verdict === "not-measured" || !required) return "skipped";
  return verdict === "fail" ? "failure" : "error";
}
