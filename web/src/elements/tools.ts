import { html, nothing } from "lit";
import { copy } from "../copy";
import { length } from "../characters";
import { copied } from "../plain";
import { print } from "../print";
import type { RobotEntry } from "../protocol";
import fieldsStyles from "../styles/fields.css?inline";
import toolsStyles from "../styles/tools.css?inline";
import { t } from "../texts";
import { copyIcon, printIcon, usefulIcon, uselessIcon } from "./icons";
import { define, Part, styled } from "./part";

/** Longest comment that the service takes. */
const LONGEST_COMMENT = 500;

/** Gives a verdict; true once the service has it. */
export type Judge = (about: number, useful: boolean, comment: string) => Promise<boolean>;

/** Copying, printing and judging of one answer. */
export class Tools extends Part {
  static override styles = styled(fieldsStyles + toolsStyles);

  static override properties = {
    entry: { attribute: false },
    useful: { attribute: false },
    judge: { attribute: false },
    announce: { attribute: false },
    stage: { state: true },
    note: { state: true },
    wrong: { state: true },
  };

  declare entry: RobotEntry;
  declare useful: boolean | null;
  declare judge: Judge;
  declare announce: (text: string) => void;
  /** Of the comment: not asked for, asked for, sent. */
  declare stage: "none" | "asked" | "sent";
  declare note: string;
  declare wrong: string;

  constructor() {
    super();
    this.useful = null;
    this.stage = "none";
    this.note = "";
    this.wrong = "";
  }

  override render() {
    return html`
      <div class="tools">
        <div class="verdict" role="group" aria-labelledby="question">
          <p id="question">${t("feedback.question")}</p>
          ${this.#thumb(true)} ${this.#thumb(false)}
        </div>
        <button type="button" class="plain" @click=${this.#copy}>${copyIcon}${t("answer.copy")}</button>
        <button type="button" class="plain" @click=${() => print(this.entry, this.renderRoot)}>
          ${printIcon}${t("answer.print")}
        </button>
      </div>
      ${this.note ? html`<p class="tools" id="note" tabindex="-1">${this.note}</p>` : nothing}
      ${this.wrong ? html`<p class="tools wrong">${this.wrong}</p>` : nothing}
      ${this.stage === "asked" ? this.#word() : nothing}
    `;
  }

  #thumb(useful: boolean) {
    return html`<button
      type="button"
      class="plain"
      id=${useful ? "useful" : "useless"}
      aria-pressed=${this.useful === useful ? "true" : "false"}
      @click=${() => this.#verdict(useful)}
    >
      ${useful ? usefulIcon : uselessIcon}${useful ? t("feedback.useful") : t("feedback.useless")}
    </button>`;
  }

  #word() {
    return html`<form class="word" @submit=${this.#comment}>
      <label for="comment">${t("feedback.word")}</label>
      <textarea id="comment" rows="2" autocomplete="off"></textarea>
      <div class="row">
        <button type="submit">${t("feedback.send")}</button>
        <button type="button" class="plain" @click=${this.#skip}>${t("feedback.skip")}</button>
      </div>
    </form>`;
  }

  async #verdict(useful: boolean): Promise<void> {
    if (this.useful === useful) return;
    this.#say("", "");
    const done = await this.judge(this.entry.number, useful, "");
    if (!done) return this.#say("", t("feedback.failed"));
    if (this.stage === "none") this.stage = "asked";
    this.#say(t("feedback.thanks"), "");
    await this.updateComplete;
    this.find(".word")?.scrollIntoView({ block: "nearest" });
  }

  async #comment(event: Event): Promise<void> {
    event.preventDefault();
    const text = this.find<HTMLTextAreaElement>("#comment")?.value.trim() ?? "";
    if (!text) return this.#skip();
    const over = length(text) - LONGEST_COMMENT;
    if (over > 0) return this.#say("", t("feedback.too_long", { over, limit: LONGEST_COMMENT }));
    const done = await this.judge(this.entry.number, this.useful ?? false, text);
    if (!done) return this.#say("", t("feedback.failed"));
    this.stage = "sent";
    this.#say(t("feedback.sent"), "");
    // The form is gone, and the focus with it.
    await this.focusOn("#note");
  }

  #skip(): void {
    this.stage = "sent";
    void this.focusOn(this.useful ? "#useful" : "#useless");
  }

  async #copy(): Promise<void> {
    const done = await copy(copied(this.entry), this.renderRoot);
    this.#say(done ? t("answer.copied") : "", done ? "" : t("answer.not_copied"));
  }

  #say(note: string, wrong: string): void {
    this.note = note;
    this.wrong = wrong;
    this.announce(note || wrong);
  }
}

define("vejviser-tools", Tools);
