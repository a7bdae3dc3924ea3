import { html, nothing, type TemplateResult } from "lit";
import { t } from "../texts";

/** Links to the page before and the page after. */
export function paging(page: number, more: boolean, address: (page: number) => string): TemplateResult | typeof nothing {
  if (page === 1 && !more) return nothing;
  return html`<nav class="paging" aria-label=${t("page", { page })}>
    ${page > 1 ? html`<a id="before" href=${address(page - 1)}>${t("before")}</a>` : nothing}
    <span>${t("page", { page })}</span>
    ${more ? html`<a id="after" href=${address(page + 1)}>${t("after")}</a>` : nothing}
  </nav>`;
}
