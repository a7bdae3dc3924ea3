// Texts of the service as elements. Everything is put in as text; only links that the protocol let through are links.

import { html, nothing, type TemplateResult } from "lit";
import { missing, pieces } from "../links";
import { blocks } from "../prose";
import type { Link } from "../protocol";
import { t } from "../texts";

export function linked(text: string, links: readonly Link[]): TemplateResult {
  return html`${pieces(text, links).map((piece) => (typeof piece === "string" ? piece : anchor(piece)))}`;
}

/** Paragraphs and lists. */
export function prose(text: string, links: readonly Link[]): TemplateResult {
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
  if (!left.length) return nothing;
  return html`<ul class="links">
    ${left.map((link) => html`<li>${anchor(link)}</li>`)}
  </ul>`;
}

function anchor(link: Link): TemplateResult {
  if (link.kind !== "url") return html`<a class="reach" href=${link.href}>${link.label}</a>`;
  // The conversation stays where it is; that a new tab opens is said.
  return html`<a href=${link.href} target="_blank" rel="noopener noreferrer">${link.label} ${t("answer.new_tab")}</a>`;
}
