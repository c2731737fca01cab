import type { Frame, Page } from "@playwright/test";
import axe from "axe-core";

/** The page's own frame, inside TensorBoard's. */
export function frameOf(page: Page): Frame {
  const found = page.frames().find((frame) => frame.url().includes("name=lifecycle"));
  if (!found) throw new Error("The tab's frame is not there.");
  return found;
}

/** What axe-core finds that is serious or critical: rule, element, cause. */
export async function grave(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    const { axe: here } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await here.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
  });
}

/**
 * What cannot be read or reached at this width: a page that scrolls sideways, and texts and controls that lie beyond an
 * edge which neither scrolls nor ends in an ellipsis with the whole as a title.
 */
export function lost(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide`);
    const views = document.querySelectorAll("main");
    for (const view of views)
      if (view.scrollWidth > view.clientWidth + 1) found.push(`the view is ${view.scrollWidth} px wide`);

    const READABLE = 40; // of an ellipsis before which less stays nothing can be read
    const titled = (from: Element) => from.closest("[title]") !== null;
    const beyond = (box: DOMRect, from: Element): string | null => {
      const cell = getComputedStyle(from).position === "absolute" ? null : from.closest("th, td");
      const side = cell?.getBoundingClientRect();
      const shortened = cell !== null && getComputedStyle(cell).textOverflow === "ellipsis" && titled(cell);
      if (side && !shortened && (box.right > side.right + 1.5 || box.left < side.left - 1.5)) return "beyond its cell";
      for (let at: Element | null = from; at && at !== root; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.clipPath !== "none") return null; // for screen readers alone
        const edge = at.getBoundingClientRect();
        const out = box.right > edge.right + 1.5 || box.left < edge.left - 1.5;
        if (style.overflowX === "auto" || style.overflowX === "scroll") return null;
        if (out && style.overflowX !== "visible") {
          if (style.textOverflow === "ellipsis" && titled(at) && edge.width >= READABLE) return null;
          return `cut by ${at.className || at.tagName}`;
        }
      }
      return box.right > root.clientWidth + 1 || box.left < -1 ? "off the page" : null;
    };
    const tell = (text: string, box: DOMRect, from: Element) => {
      if (box.width < 1 || box.height < 1 || !from.checkVisibility({ visibilityProperty: true })) return;
      if (from.closest("svg")) return;
      const why = beyond(box, from);
      if (why) found.push(`“${text.trim().slice(0, 40)}” at ${Math.round(box.left)}–${Math.round(box.right)}: ${why}`);
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!node.textContent?.trim() || !node.parentElement) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      tell(node.textContent, range.getBoundingClientRect(), node.parentElement);
    }
    for (const control of document.querySelectorAll("button, input, select, summary, a[href]"))
      tell(control.outerHTML, control.getBoundingClientRect(), control);
    return found;
  });
}

/** Presses Tab through the whole page. Says which controls were not reached, and which do not show that they are. */
export async function unreached(page: Page, frame: Frame, most = 400): Promise<string[]> {
  await frame.evaluate(() => document.querySelector<HTMLElement>(".nav-tab")?.focus());
  await page.keyboard.press("Tab"); // from now on the focus is the keyboard's
  const note = () =>
    frame.evaluate(() => {
      const at = document.activeElement as HTMLElement | null;
      if (!at || at === document.body) return "left";
      if (at.dataset.reached) return at.dataset.reached;
      at.dataset.reached = document.querySelector("[data-reached]") ? "again" : "round";
      const shows = (one: Element, pseudo?: string) => {
        const style = getComputedStyle(one, pseudo);
        const outline = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
        const border = Number.parseFloat(style.borderTopWidth) >= 2 && style.content !== "none";
        return outline || style.boxShadow !== "none" || (pseudo !== undefined && border);
      };
      const around = [at, at.parentElement, at.parentElement?.parentElement].filter((one) => one != null);
      const row = document.getElementById(at.getAttribute("aria-activedescendant") ?? "");
      const shown = around.some((one) => shows(one) || shows(one, "::before")) || (row && shows(row, "::after"));
      return shown ? "shown" : `the focus is not seen on ${at.outerHTML.slice(0, 120)}`;
    });
  const faults: string[] = [];
  for (let press = 0; press < most; press++) {
    const told = await note();
    if (told === "round") break;
    if (told.startsWith("the focus")) faults.push(told);
    await page.keyboard.press("Tab");
  }
  const missed = await frame.evaluate(() => {
    const within = document.querySelector("dialog[open]") ?? document;
    const controls = [...within.querySelectorAll<HTMLElement>("button, input, select, summary, a[href]")];
    return controls
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.dataset.reached)
      .filter((one) => !(one as HTMLButtonElement).disabled)
      .filter((one) => !one.closest("[data-testid=runs-table]"))
      .filter((one) => !(one instanceof HTMLInputElement && one.type === "radio"))
      .map((one) => `not reached: ${one.outerHTML.slice(0, 120)}`);
  });
  return [...faults, ...missed];
}
