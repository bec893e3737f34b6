import type { CheckTable } from "@wa-routing/protocol";
import type { EChartsCoreOption } from "echarts/core";

/** A picture, before it is drawn: what it shows, in words and in a table too, so that nobody needs to see it. */
export interface Picture {
  /** What it shows; its heading. */
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  /** What there is to see in it, for who cannot. */
  readonly description: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly option: EChartsCoreOption;
  /** Who is who, in the order of their inks; none where that is said in it. */
  readonly legend: readonly string[];
  readonly tables: readonly { readonly title: string; readonly table: CheckTable }[];
}

/** Draws a picture as SVG that scales, names itself, and does nothing; the id must be unique in its page. */
export type Draw = (picture: Picture, id: string) => string;
