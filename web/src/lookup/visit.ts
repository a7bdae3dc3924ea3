// Who looks things up: the session that the page shares with the desk, and what is looked up in it. Knows no page.

import { Pause } from "../backoff";
import { SessionLine, type DeskFailure, type DeskResult } from "../desk/session_line";
import { useTexts as useDeskTexts } from "../desk/texts";
import type { Session } from "../desk/protocol/session";
import { persist } from "../persisting";
import { LookupApi } from "./api";
import { Lookup } from "./lookup";
import { useTexts } from "./texts";

/** `starting`: nothing is known yet. `out`: somebody has to log in. */
export type Where = "starting" | "out" | "in";

export class Visit {
  where: Where = "starting";
  /** The session was there and has ended by itself. */
  ended = false;
  lineUp = true;
  lookup: Lookup;
  readonly #line: SessionLine;
  readonly #api: LookupApi;
  readonly #pause = new Pause();
  #lastId: number | null = null;

  constructor(
    origin: string,
    private readonly changed: () => void,
    /** The municipality that was chosen last. */
    private readonly wished: () => string,
  ) {
    this.#line = new SessionLine(origin, () => this.#over());
    this.#api = new LookupApi(this.#line);
    this.lookup = this.#made();
  }

  /** Fetch the wording and find out who sits here. */
  async start(): Promise<void> {
    const own = await this.#until(() => this.#api.texts());
    useTexts(own.ok ? own.value : null);
    const shared = await this.#until(() => this.#line.texts());
    useDeskTexts(shared.ok ? shared.value : null);
    const session = await this.#until(() => this.#line.session());
    if (session.ok) await this.#enter(session.value);
    else this.where = "out";
    this.changed();
  }

  /** The answer is why it failed, null where it did not. */
  async login(name: string, password: string): Promise<DeskFailure | null> {
    const result = await this.#line.login(name, password);
    if (!result.ok) return result.failure;
    await this.#enter(result.value);
    this.changed();
    return null;
  }

  async logout(): Promise<DeskFailure | null> {
    const result = await this.#line.logout();
    if (!result.ok && result.failure.kind !== "over") return result.failure;
    this.where = "out";
    this.ended = false;
    this.#forget();
    this.changed();
    return null;
  }

  /** The network is back. */
  hurry(): void {
    this.#pause.wake();
    this.lookup.hurry();
  }

  async #enter({ me }: Session): Promise<void> {
    // What one person has looked up is nobody else's.
    if (this.#lastId !== null && this.#lastId !== me.id) this.#forget();
    this.#lastId = me.id;
    const catalogue = await this.#until(() => this.#api.catalogue());
    this.where = catalogue.ok ? "in" : "out";
    if (!catalogue.ok) return;
    this.ended = false;
    const interrupted = this.lookup.asks;
    this.lookup.begin(catalogue.value, this.wished());
    if (interrupted) this.lookup.again();
  }

  #over(): void {
    if (this.where !== "in") return;
    this.where = "out";
    this.ended = true;
    this.changed();
  }

  #forget(): void {
    this.#lastId = null;
    this.lookup.stop();
    this.lookup = this.#made();
  }

  #made(): Lookup {
    const lookup = new Lookup(this.#api);
    lookup.follow(() => this.changed());
    return lookup;
  }

  #until<Value>(ask: () => Promise<DeskResult<Value>>): Promise<DeskResult<Value>> {
    return persist(ask, {
      pause: this.#pause,
      line: (up) => {
        if (up === this.lineUp) return;
        this.lineUp = up;
        this.changed();
      },
    });
  }
}
