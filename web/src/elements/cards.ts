// What stands where the field is, or above it: a warning, a question before something final, an end.

import { html, nothing, type TemplateResult } from "lit";
import type { Over, OverReason } from "../conversation";
import { duration } from "../dates";
import { t } from "../texts";

/** The countdown before an idle conversation closes. It is no live region: its start is announced, not each second. */
export function idleCard(seconds: number, failed: boolean, goOn: () => void): TemplateResult {
  return html`<section class="card" aria-labelledby="idle-title">
    <p class="title" id="idle-title">${t("idle.heading")}</p>
    <p>${t("idle.text")}</p>
    <p>${t("idle.left", { time: duration(seconds) })}</p>
    ${failed ? html`<p class="failed">${t("idle.failed")}</p>` : nothing}
    <div class="row"><button type="button" class="primary" @click=${goOn}>${t("idle.continue")}</button></div>
  </section>`;
}

export interface Question {
  heading: string;
  text: string;
  confirm: string;
  cancel: string;
  dangerous: boolean;
}

export const QUESTIONS = {
  erase: (): Question => ({
    heading: t("erase.heading"),
    text: t("erase.text"),
    confirm: t("erase.confirm"),
    cancel: t("erase.cancel"),
    dangerous: true,
  }),
  leave: (): Question => ({
    heading: t("leave.heading"),
    text: t("leave.text"),
    confirm: t("leave.confirm"),
    cancel: t("leave.cancel"),
    dangerous: false,
  }),
};

/** A question before something final, asked in the panel itself. */
export function questionCard(
  question: Question,
  state: { busy: string; failed: string },
  confirm: () => void,
  cancel: () => void,
): TemplateResult {
  return html`<div class="card" role="alertdialog" aria-labelledby="question-heading" aria-describedby="question-text">
    <h3 class="title" id="question-heading" tabindex="-1">${question.heading}</h3>
    <p id="question-text">${question.text}</p>
    ${state.failed ? html`<p class="failed">${state.failed}</p>` : nothing}
    <div class="row">
      <button type="button" id="confirm" class=${question.dangerous ? "danger" : "primary"} @click=${confirm}>
        ${state.busy || question.confirm}
      </button>
      <button type="button" id="cancel" @click=${cancel}>${question.cancel}</button>
    </div>
  </div>`;
}

const ENDS: Record<OverReason, { heading: () => string; text: () => string }> = {
  idle: { heading: () => t("over.idle_heading"), text: () => t("over.idle") },
  erased: { heading: () => t("over.erased_heading"), text: () => t("over.erased") },
  left: { heading: () => t("over.left_heading"), text: () => t("over.left") },
  gone: { heading: () => t("over.gone_heading"), text: () => t("over.gone") },
};

/** What is said about an end: the service's own words where it has any. */
export function overText(over: Over): string {
  const said = over.text || ENDS[over.reason].text();
  return over.kept ? `${said} ${t("over.kept")}` : said;
}

export function overCard(over: Over, again: () => void): TemplateResult {
  return html`<section class="card" aria-labelledby="over-heading">
    <h3 class="title" id="over-heading" tabindex="-1">${ENDS[over.reason].heading()}</h3>
    <p>${overText(over)}</p>
    <div class="row"><button type="button" class="primary" id="again" @click=${again}>${t("over.again")}</button></div>
  </section>`;
}

export function barredCard(text: string): TemplateResult {
  return html`<section class="card" aria-labelledby="barred-heading">
    <h3 class="title" id="barred-heading" tabindex="-1">${t("barred.heading")}</h3>
    <p>${text || t("barred.text")}</p>
  </section>`;
}
