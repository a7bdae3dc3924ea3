import { html, nothing, type TemplateResult } from "lit";
import { AFTER_FOCUS_MS } from "../announcer";
import type { Callback, Wish, WishField, Wrong } from "../callback";
import callbackStyles from "../styles/callback.css?inline";
import fieldsStyles from "../styles/fields.css?inline";
import formStyles from "../styles/form.css?inline";
import { t } from "../texts";
import { define, Part, styled } from "./part";

type TextField = Exclude<WishField, "share">;

/** The form for a call-back. What is in it stays with its model, so that it outlives the closing of the panel. */
export class CallbackForm extends Part {
  static override styles = styled(fieldsStyles + formStyles + callbackStyles);

  static override properties = {
    callback: { attribute: false },
    /** Changes whenever the conversation does. */
    version: { attribute: false },
    send: { attribute: false },
    back: { attribute: false },
    alive: { attribute: false },
    announce: { attribute: false },
  };

  declare callback: Callback;
  declare version: number;
  /** Sends the form; whether it has arrived. */
  declare send: () => Promise<boolean>;
  declare back: () => void;
  declare alive: () => void;
  declare announce: (text: string) => void;

  override render() {
    const { wrong, sending } = this.callback;
    const general = wrong && wrong.field === null ? said(wrong) : "";
    return html`<form novalidate aria-labelledby="heading" @submit=${this.#submit}>
      <h3 id="heading" tabindex="-1">${t("callback.heading")}</h3>
      <p>${t("callback.text")}</p>
      ${wrong
        ? html`<div class="summary" id="summary" tabindex="-1">
            <p><strong>${t("callback.wrong")}</strong></p>
            <p>${general || said(wrong)}</p>
          </div>`
        : nothing}
      ${this.#line("name", t("callback.name"), { autocomplete: "name", required: true })}
      <div role="group" aria-labelledby="reach">
        <p id="reach">${t("callback.reach")}</p>
        ${this.#line("phone", t("callback.phone"), { type: "tel", autocomplete: "tel" })}
        ${this.#line("email", t("callback.email"), { type: "email", autocomplete: "email" })}
      </div>
      ${this.#question()}
      <label class="check" for="share">
        <input
          type="checkbox"
          id="share"
          aria-describedby="share-wrong"
          .checked=${this.callback.wish.share}
          @change=${(event: Event) => this.#set("share", (event.target as HTMLInputElement).checked)}
        />
        <span>${t("callback.share")}</span>
      </label>
      ${this.#wrong("share")}
      <p class="small">${t("callback.data")}</p>
      <div class="row">
        <button type="submit" class="primary">${sending ? t("callback.sending") : t("callback.send")}</button>
        <button type="button" id="back" @click=${() => this.back()}>${t("callback.back")}</button>
      </div>
    </form>`;
  }

  #line(
    field: TextField,
    label: string,
    { type = "text", autocomplete, required = false }: { type?: string; autocomplete: string; required?: boolean },
  ): TemplateResult {
    return html`<label for=${field}>${label}</label>
      <input
        id=${field}
        type=${type}
        autocomplete=${autocomplete}
        aria-required=${required ? "true" : nothing}
        aria-describedby=${`${field}-wrong`}
        aria-invalid=${this.callback.wrong?.field === field ? "true" : nothing}
        ?readonly=${this.callback.sending}
        .value=${this.callback.wish[field]}
        @input=${this.#input}
      />
      ${this.#wrong(field)}`;
  }

  #question(): TemplateResult {
    return html`<label for="question">${t("callback.question")}</label>
      <textarea
        id="question"
        rows="3"
        autocomplete="off"
        aria-describedby="question-wrong"
        aria-invalid=${this.callback.wrong?.field === "question" ? "true" : nothing}
        ?readonly=${this.callback.sending}
        .value=${this.callback.wish.question}
        @input=${this.#input}
      ></textarea>
      ${this.#wrong("question")}`;
  }

  #wrong(field: WishField): TemplateResult {
    const { wrong } = this.callback;
    const text = wrong?.field === field ? said(wrong) : "";
    return html`<p class="wrong" id=${`${field}-wrong`} ?hidden=${!text}>${text}</p>`;
  }

  #input(event: Event): void {
    const { id, value } = event.target as HTMLInputElement | HTMLTextAreaElement;
    this.#set(id as TextField, value);
  }

  #set<Field extends WishField>(field: Field, value: Wish[Field]): void {
    this.callback.set(field, value);
    this.requestUpdate();
    this.alive();
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.callback.sending) return;
    this.announce(t("callback.sending"));
    if (await this.send()) return;
    const { wrong } = this.callback;
    if (!wrong) return;
    this.requestUpdate();
    await this.focusOn(`#${wrong.field ?? "summary"}`);
    setTimeout(() => this.announce(`${t("callback.wrong")} ${said(wrong)}`), AFTER_FOCUS_MS);
  }
}

function said({ kind, text }: Wrong): string {
  return text || (kind === "down" ? t("callback.down") : t("callback.refused"));
}

define("vejviser-callback", CallbackForm);
