import { day } from "./dates";
import { transcript } from "./plain";
import type { SpokenEntry } from "./protocol";
import { t } from "./texts";

const LATER_MS = 60_000;

/** Save a conversation as a text file on the reader's machine; nothing is sent anywhere. */
export function save(
  entries: readonly SpokenEntry[],
  reference: string,
  receipts: readonly string[],
  within: ParentNode,
): void {
  const now = new Date();
  // Older programs on Windows need the mark and the line ends to show the letters and lines rightly.
  const text = `\uFEFF${transcript(entries, reference, now, receipts).replace(/\n/g, "\r\n")}`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = t("save.file", { date: day(now) });
  link.hidden = true;
  within.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), LATER_MS);
}
