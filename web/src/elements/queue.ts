// What is seen of waiting for a person, and of talking with one.

import { html, nothing, type TemplateResult } from "lit";
import { nameOf, personOf, place, wait } from "../person";
import type { Handover } from "../protocol";
import { t } from "../texts";

/** The place in the queue. It is no live region: what changes is announced, and not too often. */
export function queueCard(handover: Handover, state: { busy: string; failed: string }, leave: () => void): TemplateResult {
  return html`<section class="card queue" aria-labelledby="queue-heading">
    <h3 class="title" id="queue-heading">${place(handover) || t("queue.heading")}</h3>
    <p>${wait(handover)} ${t("queue.meanwhile")}</p>
    ${state.failed ? html`<p class="wrong">${state.failed}</p>` : nothing}
    <div class="row">
      <button type="button" id="leave-queue" @click=${leave}>${state.busy || t("queue.leave")}</button>
    </div>
  </section>`;
}

/** With whom one talks, and how that ends. */
export function personBar({ sender }: Handover, end: () => void): TemplateResult {
  const person = sender ? personOf(sender, t("sender.unnamed")) : nameOf("");
  return html`<div class="with" role="group" aria-label=${t("with_person.label")}>
    <p>${t("with_person.text", { person })}</p>
    <button type="button" id="end-person" @click=${end}>${t("with_person.end")}</button>
  </div>`;
}
