import type { CheckTable, Route } from "@wa-routing/protocol";
import type { OverheadRoute } from "../overhead/overhead-routes.ts";

const COLUMNS: CheckTable["columns"] = [
  { title: "route", align: "left" },
  { title: "header", align: "left" },
  { title: "n", align: "right" },
  { title: "p50", align: "right" },
  { title: "p99", align: "right" },
  { title: "p99 difference", align: "left" },
  { title: "", align: "left" },
];

const WHY_LEFT_OUT: Readonly<Record<Route, string>> = {
  direct: "the addresses of this environment's model servers are not known",
  fcfs: "there is no second router to compare with",
};

const HEADERS = { context: "yes", none: "no", raw: "raw" } as const satisfies Record<OverheadRoute["header"], string>;

/** The routes that were compared, fit for 80 columns. Times in ms. */
export function overheadTable(routes: readonly OverheadRoute[]): CheckTable {
  const compared = routes.filter(({ role }) => role !== "left-out");
  const notes = [
    "In ms. Differences are of the first row, minus the row's own. Judged: the median over blocks, with its exact interval. Shown: of all requests together, with a bootstrap over blocks.",
    ...routes.flatMap(({ role, route }) =>
      role === "left-out" && route !== null ? [`Not measured: ${nameOf(route)}; ${WHY_LEFT_OUT[route]}.`] : [],
    ),
    ...routes.flatMap(({ notCompleted, route }) =>
      notCompleted === 0 ? [] : [`Not completed: ${notCompleted} requests by ${nameOf(route)}.`],
    ),
  ];
  return { columns: COLUMNS, rows: compared.map(rowOf), notes };
}

function rowOf({ route, header, requests, p50Ms, quantileMs, difference, role }: OverheadRoute): string[] {
  return [
    nameOf(route),
    HEADERS[header],
    String(requests),
    ms(p50Ms),
    ms(quantileMs),
    difference === null ? "" : `${signed(difference.value)} (${signed(difference.low)} to ${signed(difference.high)})`,
    role === "treatment" ? "" : role,
  ];
}

function nameOf(route: Route | null): string {
  return route ?? "gateway";
}

function ms(value: number | null): string {
  return value === null ? "" : value.toFixed(2);
}

/** `+0.21`, `−1.30` */
export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
