import type { ReportedScenario } from "@wa-routing/protocol";
import type { Draw } from "./picture.ts";

/**
 * What draws the pictures of a page: each once, however often the page is written anew with less in it. It takes long to load, and is
 * loaded only where there is something to draw.
 */
export async function loadDrawing(scenarios: readonly ReportedScenario[]): Promise<Draw> {
  if (!scenarios.some(isDrawn)) return () => "";
  const { draw } = await import("./drawing.ts");
  const drawn = new Map<string, string>();
  return (picture, id) => {
    const svg = drawn.get(id) ?? draw(picture, id);
    drawn.set(id, svg);
    return svg;
  };
}

function isDrawn({ report }: ReportedScenario): boolean {
  return report !== null && [report.timeline, report.ranks, report.waits, report.overhead].some((of) => of !== null);
}
