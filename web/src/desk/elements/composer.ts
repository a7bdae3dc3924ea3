import { html, nothing, type PropertyValues } from "lit";
import { length, NEAR } from "../../characters";
import { define } from "../../elements/part";
import composerStyles from "../../styles/desk-composer.css?inline";
import growingStyles from "../../styles/growing.css?inline";
import type { ReadyAnswer } from "../protocol/conversation";
import { matching, moved, queryOf } from "../ready";
import { t } from "../texts";
import { deskStyled, DeskPart, wrong } from "./desk_part";

const QUIET_MS = 700;

/** The field for replies. A slash at its start opens the ready-made answers; text that is too long is refused, and stays. */
export class ReplyField extends DeskPart {
  static override styles = deskStyled(growingStyles + composerStyles);

  static override properties = {
    ...DeskPart.properties,
    reference: { attribute: false },
    municipality: { attribute: false },
    problem: { state: true },
    answers: { state: true },
    active: { state: true },
    dismissed: { state: true },
  };

  declare reference: string;
  declare municipality: string;
  declare problem: string;
  /** Null while they are not there: not asked for, or not to be had. */
  declare answers: ReadyAnswer[] | null;
  declare active: number;
  /** The list was closed with Escape, until the slash is typed anew. */
  declare dismissed: boolean;
  #failed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.problem = "";
    this.answers = null;
    this.active = 0;
    this.dismissed = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  get #draft(): string {
    return this.desk.drafts.get("reply", this.reference);
  }

  get #query(): string | null {
    return this.dismissed ? null : queryOf(this.#draft);
  }

  get #options(): ReadyAnswer[] {
    const query = this.#query;
    return query === null ? [] : matching(this.answers ?? [], query);
  }

  override render() {
    const draft = this.#draft;
    const { limit } = this.desk.settings;
    const left = limit - length(draft);
    const options = this.#options;
    const open = this.#query !== null;
    const active = options[this.active];
    // Hidden text would describe the field all the same.
    const count = this.problem ? "" : this.#count(left);
    return html`<form @submit=${this.#submit}>
      ${open ? this.#list(options) : nothing}
      <label for="reply">${t("reply.label")}</label>
      <div class="grow">
        <div class="replica" aria-hidden="true">${draft}&#8203;</div>
        <textarea
          id="reply"
          rows="2"
          autocomplete="off"
          enterkeyhint="send"
          aria-describedby="hint count wrong"
          aria-invalid=${left < 0 || this.problem ? "true" : "false"}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls=${open && options.length ? "answers" : nothing}
          aria-activedescendant=${active ? optionId(this.active) : nothing}
          .value=${draft}
          @input=${this.#input}
          @keydown=${this.#keydown}
        ></textarea>
      </div>
      ${wrong(this.problem)}
      <p id="count" ?hidden=${!count}>${count}</p>
      <div class="row">
        <p id="hint">${t("reply.hint")}</p>
        <button type="submit" class="primary" id="send">${t("reply.send")}</button>
      </div>
    </form>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("reference") && !changed.has("municipality")) return;
    this.problem = "";
    this.dismissed = false;
    this.active = 0;
    this.answers = null;
    this.#failed = false;
    if (queryOf(this.#draft) !== null) void this.#fetch();
  }

  protected override updated(): void {
    this.find(".answers [aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  focusField(): Promise<void> {
    return this.focusOn("#reply");
  }

  #list(options: readonly ReadyAnswer[]) {
    if (!options.length) {
      const text = this.answers ? t("reply.no_answers") : this.#failed ? t("reply.answers_failed") : t("loading");
      return html`<p class="answers none">${text}</p>`;
    }
    return html`<ul class="answers" id="answers" role="listbox" tabindex="0" aria-label=${t("reply.answers")}
      aria-activedescendant=${optionId(this.active)} @keydown=${this.#listKeydown}>
      ${options.map(
        (answer, index) => html`<li
          id=${optionId(index)}
          role="option"
          aria-selected=${index === this.active ? "true" : "false"}
          @mousedown=${(event: Event) => event.preventDefault()}
          @click=${() => this.#insert(answer)}
        >
          <strong>${answer.label}</strong> <span>${answer.text}</span>
        </li>`,
      )}
    </ul>`;
  }

  #count(left: number): string {
    if (left >= NEAR) return "";
    return left < 0 ? t("reply.too_long", { over: -left, limit: this.desk.settings.limit }) : t("reply.left", { count: left });
  }

  #write(text: string): void {
    this.desk.drafts.set("reply", this.reference, text);
    this.requestUpdate();
  }

  #input(event: InputEvent): void {
    const text = (event.target as HTMLTextAreaElement).value;
    if (queryOf(text) === null) this.dismissed = false;
    this.#write(text);
    this.problem = "";
    this.active = 0;
    if (this.#query !== null) void this.#fetch();
    else this.desk.typing.wrote(this.reference, text);
    this.#sayLater();
  }

  // Said when the fingers rest, not at every letter.
  #sayLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const count = this.#options.length;
      if (this.#query === null) this.say(this.#count(this.desk.settings.limit - length(this.#draft)));
      else if (this.answers) this.say(count ? t("announce.answers", { count }) : t("reply.no_answers"));
    }, QUIET_MS);
  }

  async #fetch(): Promise<void> {
    if (this.answers) return;
    const { municipality } = this;
    const answers = await this.desk.answers(municipality);
    if (municipality !== this.municipality) return;
    this.answers = answers;
    this.#failed = answers === null;
    this.requestUpdate();
    this.#sayLater();
  }

  #insert(answer: ReadyAnswer): void {
    this.#write(answer.text);
    this.desk.typing.wrote(this.reference, answer.text);
    void this.focusField();
  }

  #keydown(event: KeyboardEvent): void {
    // 229: some browsers end a composition before they tell of the key that ended it.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#query !== null && this.#inList(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#try();
  }

  // It scrolls, so that it has to be reached by the keyboard too; mostly, the field leads it.
  #listKeydown(event: KeyboardEvent): void {
    if (!this.#inList(event)) return;
    event.preventDefault();
    if (event.key === "Escape") void this.focusField();
  }

  /** Whether the key was one for the list. */
  #inList(event: KeyboardEvent): boolean {
    const options = this.#options;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        this.active = moved(this.active, event.key === "ArrowDown" ? 1 : -1, options.length);
        return true;
      case "Escape":
        event.stopPropagation();
        this.dismissed = true;
        return true;
      case "Enter": {
        if (event.shiftKey) return false;
        const chosen = options[this.active];
        if (chosen) this.#insert(chosen);
        else this.problem = t("reply.pick");
        return true;
      }
      default:
        return false;
    }
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.#query === null) return this.#try();
    this.problem = t("reply.pick");
    void this.focusField();
  }

  #try(): void {
    clearTimeout(this.#timer);
    const text = this.#draft.trim();
    const { limit } = this.desk.settings;
    const over = length(text) - limit;
    this.problem = !text ? t("reply.empty") : over > 0 ? t("reply.too_long", { over, limit }) : "";
    if (!this.problem) {
      this.#write("");
      this.dismissed = false;
      this.desk.typing.rest(true);
      this.desk.replies.say(this.reference, text);
    }
    void this.focusField();
  }
}

function optionId(index: number): string {
  return `answer-${index}`;
}

define("vejviser-reply", ReplyField);
