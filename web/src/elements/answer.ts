import { html, nothing, type TemplateResult } from "lit";
import { lawLeads } from "../plain";
import type { Answer, Link, RobotEntry } from "../protocol";
import { t } from "../texts";
import { others, prose } from "./text";

/** The body of what the assistant said: an answer in its parts, anything else as its text. */
export function robotBody(entry: RobotEntry): TemplateResult {
  const { answer, links } = entry;
  if (answer) return parts(answer, links, entry.buttons.length > 0);
  if (entry.type === "comparison") {
    const [title = "", ...rest] = entry.text.split("\n");
    return html`<h3>${title}</h3>
      ${prose(rest.join("\n"), links)}${others(entry.text, links)}`;
  }
  return html`${prose(entry.text, links)}${others(entry.text, links)}`;
}

function parts(answer: Answer, links: readonly Link[], hasButtons: boolean): TemplateResult {
  const { title, short, details, law, contact, source } = answer;
  // What may follow is a button already, where there are buttons.
  const next = hasButtons ? "" : answer.next;
  const said = [short, ...details, ...law, contact, source, next].join("\n");
  return html`
    ${title ? html`<h3>${title}</h3>` : nothing}
    <div class="part">${prose(short, links)}</div>
    ${contact ? html`<div class="part">${prose(contact, links)}</div>` : nothing}
    ${details.length || law.length || source ? folded(answer, links) : nothing}
    ${next ? html`<div class="part">${prose(next, links)}</div>` : nothing} ${others(said, links)}
  `;
}

function folded(answer: Answer, links: readonly Link[]): TemplateResult {
  const { details, law, source } = answer;
  return html`<details ?open=${lawLeads(answer)}>
    <summary>${t("answer.more")}</summary>
    <div class="folded">
      ${details.map((line) => html`<div class="part">${prose(line, links)}</div>`)}
      ${law.length ? html`<div class="part law">${prose(law.join("\n"), links)}</div>` : nothing}
      ${source ? html`<div class="part source">${prose(source, links)}</div>` : nothing}
    </div>
  </details>`;
}
