import { signal } from "@preact/signals";

/** Whether the page is dark: TensorBoard's own switch, else the system's. */
export const dark = signal(false);

function hostBody(): HTMLElement | null {
  try {
    return window.parent === window ? null : window.parent.document.body;
  } catch {
    return null; // embedded from another origin: the system's setting decides
  }
}

export function followTheme(): void {
  const host = hostBody();
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    dark.value = host ? host.classList.contains("dark-mode") : system.matches;
    document.documentElement.classList.toggle("dark", dark.value);
  };
  if (host) new MutationObserver(apply).observe(host, { attributes: true, attributeFilter: ["class"] });
  else system.addEventListener("change", apply);
  apply();
}
