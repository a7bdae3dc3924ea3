// Prints one answer by itself: in a frame of its own, so that neither the page nor its policy on styles has a say.

import styles from "./styles/print.css?inline";
import { dateAndTime } from "./dates";
import { answerBlocks } from "./plain";
import type { RobotEntry } from "./protocol";
import { t } from "./texts";

const LONGEST_MS = 5 * 60_000;

export function print(entry: RobotEntry, within: ParentNode): void {
  const frame = document.createElement("iframe");
  frame.className = "print";
  frame.title = t("print.frame");
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  within.append(frame);
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!view) return frame.remove();
  write(view.document, entry);
  try {
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(styles);
    view.document.adoptedStyleSheets = [sheet];
  } catch {
    // An older browser prints it plainly.
  }
  const done = () => frame.remove();
  view.addEventListener("afterprint", () => setTimeout(done));
  setTimeout(done, LONGEST_MS);
  view.focus();
  view.print();
}

function write(page: Document, entry: RobotEntry): void {
  page.documentElement.lang = "da";
  page.title = t("print.title");
  const add = (name: string, text: string, className = "") => {
    const made = page.createElement(name);
    made.textContent = text;
    made.className = className;
    page.body.append(made);
  };
  add("h1", t("print.title"));
  const parts = entry.answer ? answerBlocks(entry.answer) : [entry.text];
  for (const part of parts) add("p", part);
  add("p", [t("print.note"), t("print.printed", { date: dateAndTime(new Date()) })].join("\n"), "small");
}
