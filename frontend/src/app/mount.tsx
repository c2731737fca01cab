import { render } from "preact";
import { linkSettingsToUrl } from "../charts/settingsUrl";
import { borrowFonts } from "../shared/fonts";
import { startLive } from "../shared/live";
import { linkStateToUrl } from "../shared/state";
import { followTheme } from "../shared/theme";
import { App } from "./App";

function loadStyle(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`The page's style sheet did not load: ${href}`));
    document.head.append(link);
  });
}

/** `entry` is the address of index.js; index.css lies beside it. */
export async function mount(entry: URL): Promise<void> {
  document.documentElement.lang = "en";
  followTheme();
  await Promise.all([borrowFonts(), loadStyle(new URL("index.css", entry).href)]);
  linkStateToUrl();
  linkSettingsToUrl();
  startLive();
  render(<App />, document.body);
}
