import { html, type PropertyValues } from "lit";
import { length, NEAR } from "../characters";
import composerStyles from "../styles/composer.css?inline";
import fieldsStyles from "../styles/fields.css?inline";
import growingStyles from "../styles/growing.css?inline";
import { t } from "../texts";
import { sendIcon } from "./icons";
import { define, Part, styled } from "./part";

const QUIET_MS = 1000;

/** The field that one writes in. Text that is too long is never cut; it is refused, and stays. */
export class Composer extends Part {
  static override styles = styled(fieldsStyles + growingStyles + composerStyles);

  static override properties = {
    draft: { attribute: false },
    limit: { attribute: false },
    to: { attribute: false },
    send: { attribute: false },
    write: { attribute: false },
    rest: { attribute: false },
    announce: { attribute: false },
    wrong: { state: true },
  };

  declare draft: string;
  declare limit: number;
  /** Name of the person who reads it, empty where it is the robot. */
  declare to: string;
  declare send: (text: string) => void;
  /** Hears every change of the draft. */
  declare write: (text: string) => void;
  /** Hears that the field was left. */
  declare rest: () => void;
  declare announce: (text: string) => void;
  declare wrong: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.draft = "";
    this.to = "";
    this.wrong = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const left = this.limit - length(this.draft);
    // Hidden text would describe the field all the same.
    const count = this.wrong ? "" : this.#count(left);
    return html`<form @submit=${this.#submit}>
      <label for="text">${this.to ? t("composer.label_person", { name: this.to }) : t("composer.label")}</label>
      <div class="grow">
        <div class="replica" aria-hidden="true">${this.draft}&#8203;</div>
        <textarea
          id="text"
          rows="1"
          autocomplete="off"
          enterkeyhint="send"
          aria-describedby="hint count wrong"
          aria-invalid=${left < 0 || this.wrong ? "true" : "false"}
          .value=${this.draft}
          @input=${this.#input}
          @keydown=${this.#keydown}
          @blur=${() => this.rest()}
        ></textarea>
      </div>
      <p class="wrong" id="wrong" ?hidden=${!this.wrong}>${this.wrong}</p>
      <div class="row">
        <p id="count" ?hidden=${!count}>${count}</p>
        <p id="hint" ?hidden=${left < NEAR}>${t("composer.hint")}</p>
        <button type="submit" class="primary">${t("composer.send")}${sendIcon}</button>
      </div>
    </form>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // The text may also come from outside: a message that is taken back, another limit.
    if (changed.has("draft") && this.wrong && length(this.draft) <= this.limit) this.wrong = "";
  }

  /** What is said about the length, empty where it is no matter. */
  #count(left: number): string {
    if (left >= NEAR) return "";
    return left < 0 ? this.#tooLong(-left) : t("composer.left", { count: left });
  }

  #tooLong(over: number): string {
    return t("composer.too_long", { over, limit: this.limit });
  }

  #input(event: InputEvent): void {
    this.draft = (event.target as HTMLTextAreaElement).value;
    this.wrong = "";
    this.write(this.draft);
    // Said when the fingers rest, not at every letter.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const count = this.#count(this.limit - length(this.draft));
      this.announce(count);
    }, QUIET_MS);
  }

  #keydown(event: KeyboardEvent): void {
    // 229: some browsers end a composition before they tell of the key that ended it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#try();
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.#try();
  }

  #try(): void {
    clearTimeout(this.#timer);
    const text = this.draft.trim();
    const over = length(text) - this.limit;
    const empty = this.to ? t("composer.empty_person") : t("composer.empty");
    this.wrong = !text ? empty : over > 0 ? this.#tooLong(over) : "";
    if (this.wrong) {
      this.announce(this.wrong);
    } else {
      this.draft = "";
      this.write("");
      this.send(text);
    }
    void this.focusOn("textarea");
  }
}

define("vejviser-composer", Composer);
