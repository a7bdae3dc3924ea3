// Texts of the service as elements. Everything is put in as text; only links that the protocol let through are links.

import { html, nothing, type TemplateResult } from "lit";
import { clock, dateAndTime } from "../../dates";
import { missing, pieces } from "../../links";
import { blocks } from "../../prose";
import type { Link } from "../../protocol";
import { t } from "../texts";

export function linked(text: string, links: readonly Link[]): TemplateResult {
  return html`${pieces(text, links).map((piece) => (typeof piece === "string" ? piece : anchor(piece)))}`;
}

/** Paragraphs and lists. */
export function prose(text: string, links: readonly Link[] = []): TemplateResult {
  return html`${blocks(text).map((block) =>
    block.kind === "text"
      ? html`<p>${linked(block.text, links)}</p>`
      : html`<ul class="points">
          ${block.items.map((item) => html`<li>${linked(item, links)}</li>`)}
        </ul>`,
  )}`;
}

/** The links that a text does not hold, below it. */
export function others(text: string, links: readonly Link[]): TemplateResult | typeof nothing {
  const left = missing(text, links);
  return left.length ? html`<p>${left.map((link) => html`${anchor(link)} `)}</p>` : nothing;
}

function anchor(link: Link): TemplateResult {
  if (link.kind !== "url") return html`<a href=${link.href}>${link.label}</a>`;
  return html`<a href=${link.href} target="_blank" rel="noopener noreferrer">${link.label} ${t("entry.new_tab")}</a>`;
}

/** A moment: the time where it was today, else with its day. */
export function moment(at: string, now = new Date()): string {
  const then = new Date(at);
  return then.toDateString() === now.toDateString() ? t("time", { time: clock(at) }) : dateAndTime(then);
}
