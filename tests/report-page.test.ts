import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notRun } from "./not-run.ts";

// The golden pages as a browser shows them: a file, no network, in both schemes, wide and narrow.
const PAGES = ["pass", "fail", "inconclusive", "orderings"] as const;
const { WA_ROUTING_CHROMIUM = "/usr/bin/chromium" } = process.env;
const isThere = existsSync(WA_ROUTING_CHROMIUM);
if (!isThere)
  notRun("report pages in a browser", "no Chromium: apt-get install chromium, or its path in WA_ROUTING_CHROMIUM");

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const fileOf = (name: string) => fileURLToPath(new URL(`../packages/report/src/golden/${name}.html`, import.meta.url));

describe.skipIf(!isThere)("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: WA_ROUTING_CHROMIUM, args: ["--no-sandbox"] });
  }, 60_000);
  afterAll(async () => await browser?.close());

  /** Opens a page without a network; what it says to the console and asks for beside itself is noted. */
  async function opened(name: string, width: number, colorScheme: "light" | "dark") {
    const said: string[] = [];
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      offline: true,
      bypassCSP: true,
    });
    const page = await context.newPage();
    page.on("console", (message) => said.push(message.text()));
    page.on("request", (request) => {
      if (request.url() !== `file://${fileOf(name)}`) said.push(request.url());
    });
    await page.goto(`file://${fileOf(name)}`);
    return { page, said, close: () => context.close() };
  }

  /** What axe finds that is serious, as `color-contrast: <p …>`. */
  async function seriousOf(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical" || impact === "moderate")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  const views = PAGES.flatMap((name) =>
    ([1280, 390] as const).flatMap((width) =>
      (["light", "dark"] as const).map((scheme) => [name, width, scheme] as const),
    ),
  );
  test.each(views)(
    "%s.html at %d pixels, %s",
    async (name, width, scheme) => {
      const { page, said, close } = await opened(name, width, scheme);
      expect(await seriousOf(page)).toEqual([]);
      expect(said).toEqual([]);
      const { wide, pictures } = await page.evaluate<{ wide: boolean; pictures: number[] }>(`({
      wide: document.documentElement.scrollWidth > innerWidth,
      pictures: [...document.querySelectorAll("svg[role=img]")].map((svg) => svg.getBoundingClientRect().height),
    })`);
      expect(wide, "the page itself does not scroll sideways").toBe(false);
      expect(pictures).toHaveLength(name === "orderings" ? 2 : 4);
      for (const height of pictures) expect(height).toBeGreaterThan(100);
      await close();
    },
    60_000,
  );

  test("everything that scrolls or unfolds is reached by keyboard", async () => {
    const { page, close } = await opened("fail", 390, "light");
    const unreached = await page.evaluate<string[]>(`[...document.querySelectorAll("*")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "auto" && element.tabIndex < 0)
      .map((element) => element.outerHTML.slice(0, 80))`);
    expect(unreached).toEqual([]);
    await page.keyboard.press("Tab");
    expect(await page.evaluate<string>("document.activeElement.tagName")).toBe("A");
    await close();
  }, 60_000);

  test("on paper it is light, and what is folded is unfolded", async () => {
    const { page, close } = await opened("fail", 1280, "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.locator("details table").first().isVisible()).toBe(true);
    await close();
  }, 60_000);
});
