// Texts of the service, and moments, as the staff reads them.

import { html, nothing, type TemplateResult } from "lit";
import { clock, dateAndTime } from "../../dates";
import { anchor, paragraphs } from "../../elements/prose";
import { missing } from "../../links";
import type { Link } from "../../protocol";
import { t } from "../texts";

/** Paragraphs and lists. */
export function prose(text: string, links: readonly Link[] = []): TemplateResult {
  return paragraphs(text, links, t("entry.new_tab"));
}

/** The links that a text does not hold, below it. */
export function others(text: string, links: readonly Link[]): TemplateResult | typeof nothing {
  const left = missing(text, links);
  return left.length ? html`<p>${left.map((link) => html`${anchor(link, t("entry.new_tab"))} `)}</p>` : nothing;
}

/** A moment: the time where it was today, else with its day. */
export function moment(at: string, now = new Date()): string {
  const then = new Date(at);
  return then.toDateString() === now.toDateString() ? t("time", { time: clock(at) }) : dateAndTime(then);
}
