// One answer as it is read aloud: the short sentence first and large, and apart from it what only general law says.

import { html, nothing, type TemplateResult } from "lit";
import { dateInWords } from "../../dates";
import { others, prose } from "../../desk/elements/text";
import type { Sheet } from "../protocol";
import { t, word } from "../texts";

const STATUS_SIGNS: Record<string, string> = { stated: "✓", needs: "?", not_stated: "–", not_covered: "–", expired: "×" };
const MARK_SIGN = "!";

/** An answer; its heading can take the focus. `level` is that of the heading, for what stands around it. */
export function sheetView(sheet: Sheet, level: number, actions: TemplateResult): TemplateResult {
  const { short, details, law, contact, source, next, title } = sheet.answer;
  const said = [short, ...details, ...law, contact, source, next, ...sheet.cases.map((one) => one.short)].join("\n");
  return html`<article class="sheet" aria-labelledby="answer">
    <h2 id="answer" tabindex="-1" aria-level=${level}>${title}</h2>
    ${standing(sheet)}
    <div class="short">${prose(short, sheet.links)}</div>
    ${cases(sheet, level)} ${part(details.length > 0, "details", level, prose(details.join("\n"), sheet.links))}
    ${part(contact !== "", "contact", level, prose(contact, sheet.links))} ${lawBox(sheet, level)}
    ${source ? html`<div class="source">${prose(source)}</div>` : nothing} ${others(said, sheet.links)}
    ${next ? html`<div class="quiet">${prose(next)}</div>` : nothing}
    <p class="notice">${t("sheet.part.guiding")}</p>
    ${actions}
  </article>`;
}

/** How far an answer can be relied on, in words and in shapes. */
function standing({ answer, marks, approved }: Sheet): TemplateResult {
  const { status } = answer;
  return html`<ul class="standing">
    <li class="tag ${status}"><span aria-hidden="true">${STATUS_SIGNS[status] ?? "?"}</span> ${word("sheet.status", status)}</li>
    ${marks.map((mark) => html`<li class="tag mark"><span aria-hidden="true">${MARK_SIGN}</span> ${word("sheet.mark", mark)}</li>`)}
    ${approved ? html`<li>${t("sheet.part.approved", { date: dateInWords(approved) })}</li>` : nothing}
  </ul>`;
}

function cases({ cases, links }: Sheet, level: number): TemplateResult | typeof nothing {
  if (!cases.length) return nothing;
  return html`<h3 id="cases" aria-level=${level + 1}>${t("sheet.part.cases")}</h3>
    <table aria-labelledby="cases">
      <thead>
        <tr><th scope="col">${t("sheet.part.case")}</th><th scope="col">${t("sheet.part.case_answer")}</th></tr>
      </thead>
      <tbody>
        ${cases.map((one) => html`<tr><th scope="row">${one.case}</th><td>${prose(one.short, links)}</td></tr>`)}
      </tbody>
    </table>`;
}

// What the standard does not say is never mistaken for its words: a box of its own, with a heading that says whose words they are.
function lawBox({ answer, links }: Sheet, level: number): TemplateResult | typeof nothing {
  if (!answer.law.length) return nothing;
  return html`<section class="law" aria-labelledby="law">
    <h3 id="law" aria-level=${level + 1}><span aria-hidden="true">§</span> ${t("sheet.part.law")}</h3>
    <p class="apart">${t("sheet.part.law_apart")}</p>
    ${prose(answer.law.join("\n"), links)}
  </section>`;
}

function part(there: boolean, name: "details" | "contact", level: number, text: TemplateResult): TemplateResult | typeof nothing {
  if (!there) return nothing;
  return html`<section class=${name} aria-labelledby=${name}>
    <h3 id=${name} aria-level=${level + 1}>${name === "details" ? t("sheet.part.details") : t("sheet.part.contact")}</h3>
    ${text}
  </section>`;
}
