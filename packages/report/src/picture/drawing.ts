import { CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { escapeHtml } from "../page/escape-html.ts";
import type { Draw } from "./picture.ts";

use([CustomChart, LineChart, ScatterChart, GridComponent, TitleComponent, SVGRenderer]);

/** Draws with echarts, which takes long to load: this file is loaded when a page is written. */
export const draw: Draw = ({ title, description, widthPx: width, heightPx: height, option }, id) => {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, backgroundColor: "transparent", ...option });
  const svg = chart.renderToSVGString({ useViewBox: true });
  chart.dispose();
  const names = `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>`;
  const opening = `<svg viewBox="0 0 ${width} ${height}" style="max-width:${width}px" role="img" aria-labelledby="${id}-title ${id}-desc">${names}`;
  // Left out: what only a living chart needs. Numbers that go on counting from picture to picture would make each page another.
  return svg
    .replace(/^<svg [^>]*>/, opening)
    .replace(/<style[^>]*><!\[CDATA\[[^<]*\]\]>\s*<\/style>/, "")
    .replace(/ (?:ecmeta_\w+|class|pointer-events|xml:space)="[^"]*"/g, "")
    .replace(/ style="font-size:(\d+)px;font-family:[^"]*"/g, ' font-size="$1"')
    .replace(/((?:id="|url\(#))zr\d+-/g, `$1${id}-`)
    .replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
};
