import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../../elements/part";
import bubbleStyles from "../../styles/bubble.css?inline";
import conversationStyles from "../../styles/desk-conversation.css?inline";
import { timeline } from "../conversation";
import type { Detail } from "../protocol/conversation";
import { hashOf, type Route } from "../routes";
import { t, word } from "../texts";
import { openingWord } from "./board";
import "./composer";
import type { ReplyField } from "./composer";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";
import { happenedLine, outgoingLine } from "./entries";
import "./lookup";
import type { Beside } from "./lookup";
import "./panels";
import type { Act } from "./panels";
import { moment } from "./text";

const NEAR_END_PX = 80;
const ACTS: readonly Act[] = ["take", "note", "forward", "return", "close", "export", "erase"];

/** One conversation: what it is about, what was said, and what one can do. */
export class ConversationView extends DeskPart {
  static override styles = deskStyled(bubbleStyles + conversationStyles);

  static override properties = {
    ...DeskPart.properties,
    reference: { attribute: false },
    back: { attribute: false },
    problem: { state: true },
    act: { state: true },
    looksUp: { state: true },
  };

  declare reference: string;
  /** Where one came from. */
  declare back: Route;
  declare problem: string;
  declare act: Act | null;
  /** Whether one looks something up beside the conversation. */
  declare looksUp: boolean;
  #claiming = false;
  // Where all stands below each other, what was said comes first; it is unfolded at once only beside it.
  readonly #roomy = matchMedia("(min-width: 60em)").matches;
  /** Whether the newest line is in sight, and is to stay there. */
  #stuck = true;
  #lines = 0;
  /** The focus belongs into the field for replies, once one may use it. */
  #toReply = false;
  #observed: Element | null = null;
  #height = 0;
  readonly #resized = new ResizeObserver(() => {
    this.#height = this.find(".log")?.clientHeight ?? 0;
    if (this.#stuck) this.#toEnd();
  });

  constructor() {
    super();
    this.problem = "";
    this.act = null;
    this.looksUp = false;
  }

  override render() {
    const { open } = this.desk;
    const detail = open?.detail ?? null;
    return html`<section aria-labelledby="heading">
      <header>
        <a class=${this.back.name === "queue" ? "back" : "back elsewhere"} href=${hashOf(this.back)}>${this.#backText()}</a>
        <h2 id="heading" tabindex="-1">${t("conversation.heading", { reference: this.reference })}</h2>
        ${detail ? this.#state(detail) : nothing} ${detail ? this.#actions(detail) : nothing} ${wrong(this.problem)}
      </header>
      ${detail ? this.#whole(detail) : this.#nothing()}
    </section>`;
  }

  focusHeading(): Promise<void> {
    return this.focusOn("#heading");
  }

  /** Write a reply; where one may not, the heading says whose the conversation is. */
  async focusReply(): Promise<void> {
    await this.updateComplete;
    const field = this.find<ReplyField>("vejviser-reply");
    await (field ? field.focusField() : this.focusHeading());
  }

  may(what: string): boolean {
    return this.desk.open?.may(what) ?? false;
  }

  /** Begin to do something, if one may. */
  ask(act: Act): void {
    if (this.may(act)) this.act = act;
  }

  /** Look something up beside the conversation. */
  async lookUp(): Promise<void> {
    if (!this.desk.open?.detail) return;
    this.looksUp = true;
    await this.updateComplete;
    await this.find<Beside>("vejviser-beside")?.focusBox();
  }

  async claim(): Promise<void> {
    if (this.#claiming || !this.may("claim")) return;
    this.#claiming = true;
    this.problem = "";
    const failure = await this.desk.claim(this.reference);
    this.#claiming = false;
    this.problem = failure ? sayOf(failure) : "";
    if (failure) return;
    this.say(t("announce.claimed"));
    await this.focusReply();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("reference")) {
      this.act = null;
      this.problem = "";
      this.#lines = 0;
      this.#stuck = true;
      this.#toReply = false;
    }
    // Somebody else has it now: what was begun cannot be done any more, but its words are kept.
    if (this.act && this.desk.open?.detail && !this.may(this.act)) this.act = null;
  }

  protected override updated(): void {
    const log = this.find(".log");
    if (log !== this.#observed) {
      this.#resized.disconnect();
      this.#observed = log;
      if (log) this.#resized.observe(log);
    }
    const lines = log?.querySelectorAll("li").length ?? 0;
    const own = this.desk.replies.of(this.reference).some(({ state }) => state !== "sent");
    if (this.#stuck || (own && lines > this.#lines)) this.#toEnd();
    this.#lines = lines;
    if (this.#toReply && this.may("reply")) {
      this.#toReply = false;
      void this.focusReply();
    }
  }

  #toEnd(): void {
    const log = this.find(".log");
    if (log) log.scrollTop = log.scrollHeight;
  }

  readonly #scrolled = (event: Event): void => {
    const log = event.target as HTMLElement;
    // A form that takes room from the log moves it too; only who reads further up wants to stay there.
    if (log.clientHeight !== this.#height) return;
    this.#stuck = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  };

  #backText(): string {
    if (this.back.name === "search") return t("conversation.back_search");
    return this.back.name === "callbacks" ? t("conversation.back_callbacks") : t("conversation.back_queue");
  }

  #nothing(): TemplateResult {
    const failure = this.desk.open?.failure;
    return failure ? html`<div class="pad">${wrong(sayOf(failure), "missing")}</div>` : html`<p class="pad quiet">${t("loading")}</p>`;
  }

  #state({ card, may }: Detail): TemplateResult {
    const live = card.state === "waiting" || card.state === "person";
    return html`<p class="state" id="state">
      <strong>${this.#owner(card.state, card.staff?.name ?? "", may.includes("reply"))}</strong>
      ${live
        ? html`<span class=${card.citizenThere ? "there" : "gone"} id="citizen">
            ${card.citizenThere ? t("conversation.citizen_there") : t("conversation.citizen_gone")}
          </span>`
        : nothing}
    </p>`;
  }

  #owner(state: string, name: string, mine: boolean): string {
    if (mine) return t("conversation.with_you");
    if (state === "waiting") return t("conversation.waits");
    if (state === "closed") return t("conversation.closed");
    return state === "person" ? t("conversation.with", { name }) : t("conversation.with_robot");
  }

  #actions({ may }: Detail): TemplateResult {
    const acts = ACTS.filter((act) => may.includes(act));
    return html`<div class="actions" role="group" aria-label=${t("conversation.actions")}>
      ${may.includes("claim")
        ? html`<button type="button" class="primary" id="claim" @click=${() => this.claim()}>${t("conversation.claim")}</button>`
        : nothing}
      ${acts.map(
        (act) => html`<button
          type="button"
          id=${act}
          aria-expanded=${this.act === act ? "true" : "false"}
          @click=${() => (this.act = this.act === act ? null : act)}
        >
          ${actText(act)}
        </button>`,
      )}
      <button type="button" id="look-up" aria-expanded=${this.looksUp ? "true" : "false"} @click=${this.#toggleLookup}>${t("lookup.open")}</button>
    </div>`;
  }

  #whole(detail: Detail): TemplateResult {
    const { entries } = detail;
    const outgoing = this.desk.replies.of(this.reference, entries);
    const lines = timeline(detail);
    return html`<div class=${this.looksUp ? "columns looking" : "columns"}>
      <div class="beside">
        ${this.looksUp
          ? html`<vejviser-beside
              .desk=${this.desk}
              .say=${this.say}
              .reference=${this.reference}
              .about=${detail.about}
              .insert=${detail.may.includes("reply") ? this.#insert : null}
              @closed=${this.#lookupClosed}
            ></vejviser-beside>`
          : nothing}
        ${this.#about(detail)}
      </div>
      <div class="talk">
        <div class="log" id="log" role="region" aria-label=${t("conversation.log")} tabindex="0" @scroll=${this.#scrolled}>
          <ol>
            ${repeat(
              lines,
              (line) => (line.kind === "note" ? `note-${line.note.id}` : `entry-${line.entry.number}`),
              (line) => html`<li>${happenedLine(line, detail)}</li>`,
            )}
            ${repeat(outgoing, ({ id }) => id, (item) => html`<li>${outgoingLine(item, this.#outgoing)}</li>`)}
          </ol>
          ${lines.length + outgoing.length ? nothing : html`<p class="quiet">${t("conversation.empty")}</p>`}
          ${this.desk.open?.typing ? html`<p class="typing" id="typing">${t("conversation.typing")}</p>` : nothing}
        </div>
        <div class="foot">${this.#foot(detail)}</div>
      </div>
    </div>`;
  }

  #foot({ card, may }: Detail): TemplateResult {
    return html`${this.act
      ? html`<vejviser-act .desk=${this.desk} .say=${this.say} .act=${this.act} .card=${card} .done=${this.#done}></vejviser-act>`
      : nothing}
    ${may.includes("reply")
      ? html`<vejviser-reply
          ?hidden=${this.act !== null && this.act !== "note"}
          .desk=${this.desk}
          .say=${this.say}
          .reference=${card.reference}
          .municipality=${card.municipality}
        ></vejviser-reply>`
      : this.#kept()}`;
  }

  // What was written while one had the conversation is not thrown away with it.
  #kept(): TemplateResult | typeof nothing {
    const draft = this.desk.drafts.get("reply", this.reference);
    if (!draft.trim()) return nothing;
    return html`<div class="pad field">
      <label for="kept">${t("reply.kept")}</label>
      <p id="kept-hint">${t("reply.kept_hint")}</p>
      <textarea id="kept" rows="3" readonly aria-describedby="kept-hint" .value=${draft}></textarea>
      <button type="button" @click=${this.#discard}>${t("reply.discard")}</button>
    </div>`;
  }

  readonly #toggleLookup = (): void => {
    if (this.looksUp) this.looksUp = false;
    else void this.lookUp();
  };

  readonly #lookupClosed = (): void => {
    this.looksUp = false;
    void this.focusOn("#look-up");
  };

  readonly #insert = (text: string): void => {
    const draft = this.desk.drafts.get("reply", this.reference).trimEnd();
    const whole = [draft, text].filter(Boolean).join("\n\n");
    this.desk.drafts.set("reply", this.reference, whole);
    this.desk.typing.wrote(this.reference, whole);
    this.desk.changed();
    void this.focusReply();
    this.say(t("lookup.inserted"));
  };

  readonly #discard = (): void => {
    this.desk.drafts.set("reply", this.reference, "");
    this.requestUpdate();
    void this.focusHeading();
  };

  readonly #outgoing = {
    amend: (id: string): void => {
      const text = this.desk.replies.takeBack(this.reference, id);
      const draft = this.desk.drafts.get("reply", this.reference);
      this.desk.drafts.set("reply", this.reference, [text, draft].filter(Boolean).join("\n"));
      this.desk.changed();
      void this.focusReply();
    },
    drop: (id: string): void => {
      this.desk.replies.takeBack(this.reference, id);
      void this.focusReply();
    },
  };

  readonly #done = (told: string | null): void => {
    const { act } = this;
    this.act = null;
    if (told) this.say(told);
    if (act === "note" && this.may("reply")) return void this.focusReply();
    if (act === "take" && told) {
      this.#toReply = true;
      return this.requestUpdate();
    }
    // Where the conversation is left, the place that comes next takes the focus.
    const { route } = this.desk;
    if (route.name === "conversation" && route.reference === this.reference) void this.focusOn(act ? `#${act}` : "#heading");
  };

  #about({ about, card }: Detail): TemplateResult {
    const contact = about.contact.length
      ? html`${about.contact.map((line) => html`<span class="line">${line}</span>`)}`
      : nothing;
    const opening = about.opening ? about.opening.text || openingWord(about.opening.state) : "";
    return html`<aside class="about" aria-labelledby="about">
      <details ?open=${this.#roomy}>
        <summary><h3 id="about">${t("about.heading")}</h3></summary>
        <dl>
          ${row(t("about.municipality"), about.municipality?.name ?? t("about.municipality_unknown"))}
          ${row(t("about.unit"), about.unit || card.unit)} ${row(t("about.why"), word("why", about.why || card.why))}
          ${about.circumstances.map(({ name, value }) => row(name, value))}
          ${row(t("about.topics"), about.topics.join(", "))}
          ${row(t("about.started"), about.startedAt && moment(about.startedAt))}
          ${row(t("about.page"), about.page && this.desk.municipality(about.page))} ${row(t("about.opening"), opening)}
          ${contact === nothing ? nothing : html`<div><dt>${t("about.contact")}</dt><dd>${contact}</dd></div>`}
        </dl>
      </details>
    </aside>`;
  }
}

function row(name: string, value: string): TemplateResult | typeof nothing {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing;
}

function actText(act: Act): string {
  switch (act) {
    case "note":
      return t("conversation.note");
    case "forward":
      return t("conversation.forward");
    case "return":
      return t("conversation.give_back");
    case "close":
      return t("conversation.close");
    case "take":
      return t("conversation.take");
    case "export":
      return t("conversation.export");
    case "erase":
      return t("conversation.erase");
  }
}

define("vejviser-conversation", ConversationView);
