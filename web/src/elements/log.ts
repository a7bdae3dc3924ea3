// What was said, from the first word of welcome to the question how it was.

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Conversation } from "../conversation";
import { partner } from "../person";
import { t } from "../texts";
import { welcome } from "../welcome";
import "./message";
import type { MessageActions } from "./message";
import "./rating";
import "./receipt";

export interface LogActions extends MessageActions {
  /** Hears that somebody writes or chooses in a field. */
  alive(): void;
  /** The rating was given, or is not to be. */
  settled(given: boolean): void;
}

/** `version` changes whenever the conversation does. */
export function log(conversation: Conversation, service: string, version: number, actions: LogActions): TemplateResult {
  const { shown } = conversation;
  const own = shown.filter(({ entry, outgoing }) => outgoing || entry?.kind === "citizen").at(-1)?.key;
  return html`<div class="log" role="region" aria-label=${t("panel.log_label")} tabindex="0" ?hidden=${conversation.callback.open}>
    <section class="welcome" aria-labelledby="welcome">
      <h3 id="welcome">${t("welcome.heading")}</h3>
      <ul>
        ${welcome(service).map((line) => html`<li>${line}</li>`)}
      </ul>
    </section>
    <ol>
      ${repeat(
        shown,
        ({ key }) => key,
        (one) => html`<li>
          ${one.receipt
            ? html`<vejviser-receipt
                .receipt=${one.receipt}
                .words=${conversation.wordsOf(one.receipt.receipt)}
                .announce=${actions.announce}
              ></vejviser-receipt>`
            : html`<vejviser-message .shown=${one} .newest=${one.key === own} .actions=${actions}></vejviser-message>`}
        </li>`,
      )}
    </ol>
    ${conversation.typing ? typing(partner(conversation.handover) || t("name")) : nothing} ${rating(conversation, version, actions)}
  </div>`;
}

function typing(sender: string): TemplateResult {
  return html`<p class="typing">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    ${t("typing", { sender })}
  </p>`;
}

function rating({ talk, rating }: Conversation, version: number, actions: LogActions): TemplateResult | typeof nothing {
  if (!talk && !rating.thanked) return nothing;
  return html`<vejviser-rating
    .rating=${rating}
    .talk=${talk}
    .version=${version}
    .alive=${actions.alive}
    .settled=${actions.settled}
    .announce=${actions.announce}
  ></vejviser-rating>`;
}
