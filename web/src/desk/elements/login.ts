import { html, nothing } from "lit";
import { define, Part } from "../../elements/part";
import { clock } from "../../dates";
import loginStyles from "../../styles/desk-login.css?inline";
import type { DeskFailure } from "../api";
import { t } from "../texts";
import { deskStyled, sayOf } from "./desk_part";

/** Who are you? The desk and the look-up page ask the same way. */
export class Login extends Part {
  static override styles = deskStyled(loginStyles);

  static override properties = {
    heading: { attribute: false },
    notice: { attribute: false },
    attempt: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };

  declare heading: string;
  /** Why one is asked in the middle of one's work; empty at the beginning of it. */
  declare notice: string;
  /** Logs in; the answer is why that failed, null where it did not. */
  declare attempt: (name: string, password: string) => Promise<DeskFailure | null>;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.notice = "";
    this.problem = "";
    this.busy = false;
  }

  override render() {
    return html`<form @submit=${this.#submit} novalidate>
      <p class="brand">${t("product")}</p>
      <h1 id="heading" tabindex="-1">${this.heading}</h1>
      ${this.notice ? html`<p class="notice">${this.notice}</p>` : nothing}
      <div id="problem" class="wrong" role="alert">${this.problem}</div>
      <div class="field">
        <label for="name">${t("login.name")}</label>
        <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
          aria-describedby="problem" aria-invalid=${this.problem ? "true" : "false"} />
      </div>
      <div class="field">
        <label for="password">${t("login.password")}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required
          aria-describedby="problem" aria-invalid=${this.problem ? "true" : "false"} />
      </div>
      <button type="submit" class="primary" id="login">${this.busy ? t("login.working") : t("login.submit")}</button>
    </form>`;
  }

  protected override firstUpdated(): void {
    // Somebody who was at work hears first why this page has come.
    void this.focusOn(this.notice ? "#heading" : "#name");
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const name = this.find<HTMLInputElement>("#name");
    const password = this.find<HTMLInputElement>("#password");
    if (!name?.value.trim() || !password?.value) {
      this.problem = t("login.empty");
      return this.focusOn(name?.value.trim() ? "#password" : "#name");
    }
    this.busy = true;
    this.problem = "";
    const failure = await this.attempt(name.value.trim(), password.value);
    this.busy = false;
    if (!failure) return;
    if (failure.kind === "later") {
      this.problem = t("login.locked", { time: clock(new Date(Date.now() + failure.seconds * 1000).toISOString()) });
    } else this.problem = failure.kind === "over" ? failure.text || t("login.wrong") : sayOf(failure);
    password.value = "";
    await this.focusOn("#password");
  }
}

define("vejviser-login", Login);
