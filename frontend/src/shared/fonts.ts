/** TensorBoard carries Roboto in its own files: its @font-face rules serve here too, with absolute addresses. */
const FAMILIES = /^["']?Roboto( Mono)?["']?$/;

function absolute(rule: CSSFontFaceRule, base: string): string {
  return rule.cssText.replace(/url\(["']?([^"')]+)["']?\)/g, (_, url) => `url("${new URL(url, base).href}")`);
}

function fontRules(host: Document): string[] {
  const found: string[] = [];
  for (const sheet of host.styleSheets) {
    const base = sheet.href ?? host.baseURI;
    for (const rule of sheet.cssRules)
      if (rule instanceof CSSFontFaceRule || rule.constructor.name === "CSSFontFaceRule") {
        const face = rule as CSSFontFaceRule;
        if (FAMILIES.test(face.style.getPropertyValue("font-family"))) found.push(absolute(face, base));
      }
  }
  return found;
}

export function borrowFonts(): void {
  if (window.parent === window) return;
  try {
    const style = document.createElement("style");
    style.textContent = fontRules(window.parent.document).join("\n");
    document.head.append(style);
  } catch {
    // embedded from another origin: system fonts serve
  }
}
