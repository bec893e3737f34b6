import type { Change, CheckTable, ComparedFigure, ComparisonObstacle, RunComparison } from "@wa-routing/protocol";
import { durationText } from "./duration-text.ts";
import { percent } from "./percent.ts";

/** A sign for each finding. */
export function changeSign(change: Change): string {
  switch (change.finding) {
    case "changed":
      return { better: "☑", worse: "☒", neither: "≠" }[change.direction];
    case "not-changed":
      return "=";
    case "cannot-tell":
      return "◐";
    case "not-measured":
      return "▢";
  }
}

const SIDES = { run: "the run", base: "the base", both: "both runs" } as const;
const OBSTACLES: Readonly<Record<ComparisonObstacle, (side: string) => string>> = {
  "run-incomplete": (side) => `${side} did not reach the end`,
  "evidence-lost": (side) => `evidence of ${side} is lost`,
  "not-measured": (side) => `not measured in ${side}`,
  inconclusive: (side) => `inconclusive in ${side}`,
  "too-few-trials": (side) => `one trial in ${side}`,
  "varies-too-much": () => "varies too much",
};

/** `changed for the worse`, `cannot tell: varies too much` */
export function changeText(change: Change): string {
  switch (change.finding) {
    case "changed":
      return change.direction === "neither" ? "changed" : `changed for the ${change.direction}`;
    case "not-changed":
      return "not changed";
    case "cannot-tell":
      return `cannot tell: ${OBSTACLES[change.because](SIDES[change.in])}`;
    case "not-measured":
      return "not measured";
  }
}

const HEADLINES: Readonly<Record<RunComparison["outcome"], string>> = {
  regression: "Something got worse",
  "cannot-tell": "Nothing is known to have got worse, but not everything can be told",
  changed: "Nothing got worse, but not everything is as it was",
  "not-changed": "Nothing changed",
};

/** The sign and the word of the outcome: `☒ regression` */
export const OUTCOME_SIGNS: Readonly<Record<RunComparison["outcome"], string>> = {
  regression: "☒",
  "cannot-tell": "◐",
  changed: "≠",
  "not-changed": "=",
};

/** The outcome in plain words: `Something got worse: of 9 checks 1 changed for the worse, 8 did not change.` */
export function comparisonSentence({ outcome, checks, figures }: RunComparison): string {
  const parts = [
    countsOf(
      checks.filter(({ change }) => change.finding !== "not-measured").map(({ change }) => change),
      "check",
    ),
    countsOf(
      figures.map(({ change }) => change),
      "figure",
    ),
  ];
  return `${HEADLINES[outcome]}: ${parts.join("; ")}.`;
}

function countsOf(changes: readonly Change[], what: string): string {
  const counted = new Map<string, number>();
  for (const change of changes) {
    const text = change.finding === "cannot-tell" ? "cannot be told" : changeText(change);
    counted.set(text, (counted.get(text) ?? 0) + 1);
  }
  const counts = [...counted].map(([text, count]) => `${count} ${text}`);
  if (changes.length === 0) return `no ${what}s`;
  return `of ${changes.length} ${what}${changes.length === 1 ? "" : "s"} ${counts.join(", ")}`;
}

/** What was compared: `2 scenarios, seed 2 against seed 1, 0.1.0` and in what the routers differ. */
export function comparedLine({ run, base, scenarios }: RunComparison): string {
  const count = `${scenarios.length} ${scenarios.length === 1 ? "scenario" : "scenarios"}`;
  const keys = [...new Set([...Object.keys(base.router), ...Object.keys(run.router)])];
  const differing = keys.filter((key) => base.router[key] !== run.router[key]);
  const routers = differing.map((key) => `${key} ${base.router[key] ?? "unknown"} → ${run.router[key] ?? "unknown"}`);
  const versions = run.toolVersion === base.toolVersion ? [] : [`wa-routing ${base.toolVersion} → ${run.toolVersion}`];
  const described = routers.length === 0 ? ["the same router"] : routers;
  return [`${count}, seed ${base.seed} → ${run.seed}`, ...described, ...versions].join(", ");
}

const FIGURES: Readonly<Record<ComparedFigure["figure"], (subject: string) => string>> = {
  "claim-share": (subject) => `pairs that follow ${subject}`,
  "queue-place": (subject) => `place of ${subject}`,
  "mean-wait": () => "mean wait",
  "first-token": () => "time to first token",
  overhead: () => "overhead",
  "not-completed": () => "requests not completed",
};

/** `place of high` */
export function figureName({ figure, subject }: Pick<ComparedFigure, "figure" | "subject">): string {
  return FIGURES[figure](subject ?? "");
}

const IN_MS: readonly ComparedFigure["figure"][] = ["mean-wait", "first-token", "overhead"];

function valueText({ figure }: ComparedFigure, { value, trials }: ComparedFigure["run"]): string {
  if (value === null) return "none";
  return `${IN_MS.includes(figure) ? durationText(value) : percent(value)} (${trials})`;
}

/** `+1.2 points (−3.0 to +5.4)`, `×1.4 (0.7 to 2.8)`, `+0.2 ms (−0.3 to +0.7)` */
function differenceText({ figure, scale, difference }: ComparedFigure): string {
  if (difference === null) return "none";
  const { value, low, high } = difference;
  if (scale === "ratio") {
    return `×${value.toPrecision(2)} (${low.toPrecision(2)} to ${high.toPrecision(2)})`;
  }
  const isTime = IN_MS.includes(figure);
  const signed = (of: number) => {
    const text = (isTime ? of : of * 100).toFixed(1);
    return text.startsWith("-") ? `−${text.slice(1)}` : `+${text}`;
  };
  return `${signed(value)} ${isTime ? "ms" : "points"} (${signed(low)} to ${signed(high)})`;
}

/** A row for each check that at least one of the runs has measured. */
export function checksTable({ checks }: RunComparison): CheckTable {
  return {
    columns: ["", "check", "base", "run", "finding"].map((title) => ({ title, align: "left" as const })),
    rows: checks
      .filter(({ change }) => change.finding !== "not-measured")
      .map(({ title, base, run, change, required }) => [
        changeSign(change),
        title,
        base,
        run,
        `${changeText(change)}${required ? "" : " (not required)"}`,
      ]),
    notes: [],
  };
}

/** A row for each figure. */
export function figuresTable(comparison: RunComparison): CheckTable {
  const { figures } = comparison;
  return {
    columns: ["", "scenario", "figure", "base", "run", "difference", "finding"].map((title) => ({
      title,
      align: "left" as const,
    })),
    rows: figures.map((figure) => [
      changeSign(figure.change),
      figure.scenario ?? "all",
      figureName(figure),
      valueText(figure, figure.base),
      valueText(figure, figure.run),
      differenceText(figure),
      changeText(figure.change),
    ]),
    notes: figures.length === 0 ? [] : notesOf(comparison),
  };
}

function notesOf({ figures, confidence }: RunComparison): string[] {
  const has = (kind: ComparedFigure["figure"]) => figures.some(({ figure }) => figure === kind);
  const margins = new Map(figures.map((figure) => [marginText(figure), figure] as const));
  const needed = Math.max(0, ...figures.map(trialsToAdd));
  return [
    "In brackets: trials, and the interval.",
    ...(has("queue-place") ? ["Place: 0 % is the head of the queue, 100 % its end."] : []),
    `Changed: the interval lies beyond the margin; not changed: within (${[...margins.keys()].join("; ")}). With ${percent(confidence)} confidence all intervals hold together.`,
    ...(needed > 0
      ? [`With about ${needed} trials of each arm in both runs more could be told (--trials ${needed}).`]
      : []),
  ];
}

function marginText({ figure, scale, margin }: ComparedFigure): string {
  const name =
    figure === "claim-share" ? "pairs" : figure === "queue-place" ? "place" : figureName({ figure, subject: null });
  if (scale === "ratio") return `${name}: a factor of ${margin}`;
  return `${name}: ${IN_MS.includes(figure) ? durationText(margin) : `${Math.round(margin * 100)} points`}`;
}

/** Trials that would be enough where more are; 0: nobody knows, or it would not help. */
function trialsToAdd({ scenario, trialsNeeded, change, run, base }: ComparedFigure): number {
  const isOpen = change.finding === "cannot-tell" && change.because === "varies-too-much";
  if (!isOpen || scenario === null || trialsNeeded === null) return 0;
  return trialsNeeded > Math.min(run.trials, base.trials) ? trialsNeeded : 0;
}
