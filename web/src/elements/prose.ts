// Texts of the service as elements. Everything is put in as text; only links that the protocol let through are links.
// `newTab` says that a link opens in a new tab: the conversation stays where it is.

import { html, type TemplateResult } from "lit";
import { pieces } from "../links";
import { blocks } from "../prose";
import type { Link } from "../protocol";

/** Paragraphs and lists. */
export function paragraphs(text: string, links: readonly Link[], newTab: string): TemplateResult {
  return html`${blocks(text).map((block) =>
    block.kind === "text"
      ? html`<p>${linked(block.text, links, newTab)}</p>`
      : html`<ul class="points">
          ${block.items.map((item) => html`<li>${linked(item, links, newTab)}</li>`)}
        </ul>`,
  )}`;
}

export function anchor({ kind, href, label }: Link, newTab: string): TemplateResult {
  if (kind !== "url") return html`<a class="reach" href=${href}>${label}</a>`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${label} ${newTab}</a>`;
}

function linked(text: string, links: readonly Link[], newTab: string): TemplateResult {
  return html`${pieces(text, links).map((piece) => (typeof piece === "string" ? piece : anchor(piece, newTab)))}`;
}
