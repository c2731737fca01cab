import { refusalOf, routeUrl } from "./api";
import { copyText } from "./CopyButton";

export type Format = "csv" | "json" | "markdown" | "latex" | "tsv" | "html";

/** What the export route takes besides the format. */
export type Exported = { view: "runs" | "compare" } & Record<string, string | readonly string[] | null | undefined>;

async function ask(exported: Exported, format: Format): Promise<Response> {
  const response = await fetch(routeUrl("export", { ...exported, format }));
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** Has the browser save the file; an error is thrown and no file. */
export async function download(exported: Exported, format: Format): Promise<void> {
  const response = await ask(exported, format);
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name ?? "lifecycle";
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Puts the table on the clipboard, for a spreadsheet. */
export async function copyTable(exported: Exported): Promise<void> {
  const response = await ask(exported, "tsv");
  await copyText(await response.text());
}
