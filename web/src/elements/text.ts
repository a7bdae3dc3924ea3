// Texts of the service as the citizen reads them.

import { html, nothing, type TemplateResult } from "lit";
import { missing } from "../links";
import type { Link } from "../protocol";
import { t } from "../texts";
import { anchor, paragraphs } from "./prose";

/** Paragraphs and lists. */
export function prose(text: string, links: readonly Link[]): TemplateResult {
  return paragraphs(text, links, t("answer.new_tab"));
}

/** The links that a text does not hold, below it. */
export function others(text: string, links: readonly Link[]): TemplateResult | typeof nothing {
  const left = missing(text, links);
  if (!left.length) return nothing;
  return html`<ul class="links">
    ${left.map((link) => html`<li>${anchor(link, t("answer.new_tab"))}</li>`)}
  </ul>`;
}
