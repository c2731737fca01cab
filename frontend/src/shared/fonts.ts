/** TensorBoard carries Roboto in its own files: its @font-face rules serve here too. */
const FAMILIES = /^["']?Roboto( Mono)?["']?$/;
const USED = ["13px Roboto", "500 13px Roboto", '12px "Roboto Mono"'];
const PATIENCE = 800;

/** TensorBoard's rules say /font-roboto/… whatever its path prefix; from …/data/plugin/lifecycle/ the way is known. */
function address(url: string, base: string): string {
  const file = /\/?font-roboto\/([^/]+)$/.exec(url)?.[1];
  return new URL(file ? `../../../font-roboto/${file}` : url, file ? document.baseURI : base).href;
}

function fontRules(host: Document): string[] {
  const found: string[] = [];
  for (const sheet of host.styleSheets) {
    const base = sheet.href ?? host.baseURI;
    for (const rule of sheet.cssRules) {
      if (rule.constructor.name !== "CSSFontFaceRule") continue;
      const family = (rule as CSSFontFaceRule).style.getPropertyValue("font-family");
      if (!FAMILIES.test(family)) continue;
      found.push(rule.cssText.replace(/url\(["']?([^"')]+)["']?\)/g, (_, url) => `url("${address(url, base)}")`));
    }
  }
  return found;
}

/** Resolves when the fonts that widths are measured in are there, or soon without them. */
export async function borrowFonts(): Promise<void> {
  if (window.parent === window) return;
  try {
    const style = document.createElement("style");
    style.textContent = fontRules(window.parent.document).join("\n");
    document.head.append(style);
  } catch {
    return; // embedded from another origin: system fonts serve
  }
  const loaded = Promise.allSettled(USED.map((font) => document.fonts.load(font)));
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}
