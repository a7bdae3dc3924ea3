import { html, nothing } from "lit";
import { copy } from "../copy";
import { when } from "../plain";
import type { KeptReceipt } from "../receipts";
import bubbleStyles from "../styles/bubble.css?inline";
import messageStyles from "../styles/message.css?inline";
import { t } from "../texts";
import { copyIcon } from "./icons";
import { define, Part, styled } from "./part";

// Stands for the number, which is not to be broken at its dash.
const HERE = "\n";

/** The receipt of a call-back, between the messages. */
export class ReceiptNote extends Part {
  static override styles = styled(bubbleStyles + messageStyles);

  static override properties = {
    receipt: { attribute: false },
    words: { attribute: false },
    announce: { attribute: false },
    note: { state: true },
  };

  declare receipt: KeptReceipt;
  /** What the service said with it, empty where that is no longer known. */
  declare words: string;
  declare announce: (text: string) => void;
  declare note: string;

  constructor() {
    super();
    this.words = "";
    this.note = "";
  }

  override render() {
    const { receipt, at } = this.receipt;
    const [before, after] = t("callback.receipt", { receipt: HERE }).split(HERE);
    return html`<div class="notice receipt">
      <p class="head"><strong>${t("sender.notice")}</strong> ${when(new Date(at).toISOString())}</p>
      <div class="body">
        <h3 id="receipt" tabindex="-1">${t("callback.receipt_heading")}</h3>
        ${this.words ? html`<p class="typed">${this.words}</p>` : nothing}
        <p><strong>${before}<span class="whole">${receipt}</span>${after}</strong></p>
        <p>${t("callback.receipt_note")}</p>
        <button type="button" @click=${this.#copy}>${copyIcon}${t("callback.copy")}</button>
        ${this.note ? html`<p>${this.note}</p>` : nothing}
      </div>
    </div>`;
  }

  async #copy(): Promise<void> {
    const done = await copy(this.receipt.receipt, this.renderRoot);
    this.note = done ? t("callback.copied") : t("callback.not_copied");
    this.announce(this.note);
  }
}

define("vejviser-receipt", ReceiptNote);
