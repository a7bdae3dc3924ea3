// Looking up: what is asked, and what was found. Knows no page; elements show it.

import { Pause } from "../backoff";
import { persist } from "../persisting";
import type { DeskFailure, DeskResult } from "../desk/session_line";
import type { LookupApi } from "./api";
import { type Catalogue, type Found, NOTHING_TOLD, type Sheet, type Told } from "./protocol";

/** How long fingers rest before it is asked what they have typed. */
export const REST_MS = 120;
// A service that has just begun looks at letters alone, until it has read its model.
const LEARNS_MS = 5000;

type Answers = { found: Found | null; sheets: Sheet[] };

export class Lookup {
  /** What there is to look up; null until it is known. */
  catalogue: Catalogue | null = null;
  words = "";
  /** The municipality that is chosen; words may name another. */
  municipality = "";
  /** What was set by hand about the citizen. */
  set: Told = NOTHING_TOLD;
  /** What the newest search found; null where one answer alone was opened. */
  found: Found | null = null;
  sheets: readonly Sheet[] = [];
  /** Which of them is read. */
  chosen = 0;
  /** Why there is no answer. */
  failure: DeskFailure | null = null;
  lineUp = true;
  /** The one answer that was opened without a search. */
  opened: { municipality: string; topic: string } | null = null;

  readonly #followers = new Set<() => void>();
  readonly #pause = new Pause();
  #turn = 0;
  /** The turn that what is shown belongs to. */
  #shown = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #learning: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | null = null;
  #waiting: (() => void)[] = [];

  constructor(private readonly api: LookupApi) {}

  /** Hear of every change; the answer ends it. */
  follow(changed: () => void): () => void {
    this.#followers.add(changed);
    return () => this.#followers.delete(changed);
  }

  /** Learn what there is, and choose a municipality: the wished one, or else the first. */
  begin(catalogue: Catalogue, wished: string): void {
    this.#learn(catalogue);
    const chosen = [this.municipality, wished].find((slug) => this.#known(slug));
    this.municipality = chosen ?? catalogue.municipalities[0]?.slug ?? "";
    this.#changed();
  }

  get sheet(): Sheet | null {
    return this.sheets[this.chosen] ?? null;
  }

  /** The municipality of what is read: words may have named another than the one that is chosen. */
  get reads(): string {
    return this.sheet?.municipality ?? this.municipality;
  }

  /** What an answer counts on: what was set, and what the words tell. */
  get told(): Told {
    return this.found?.told ?? this.set;
  }

  /** Whether what is shown belongs to what was asked before. */
  get stale(): boolean {
    return this.#shown !== this.#turn;
  }

  /** Whether somebody looks for something, and does not only look at the topics. */
  get asks(): boolean {
    return this.words.trim() !== "" || this.opened !== null;
  }

  nameOf(slug: string): string {
    return this.catalogue?.municipalities.find((one) => one.slug === slug)?.name ?? slug;
  }

  type(words: string): void {
    this.words = words;
    this.opened = null;
    this.#ask(REST_MS);
  }

  /** Open one answer, which may have been sent by a colleague. */
  open(municipality: string, topic: string, told: Told = this.set): void {
    this.words = "";
    this.opened = { municipality, topic };
    // One that there is not stays out of what is asked next.
    if (this.#known(municipality)) this.municipality = municipality;
    this.set = told;
    this.#ask(0);
  }

  choose(slug: string): void {
    if (slug === this.municipality && !this.failure) return;
    this.municipality = slug;
    if (this.opened) this.opened = { ...this.opened, municipality: slug };
    this.#ask(0);
  }

  tell(told: Partial<Told>): void {
    this.set = { ...this.set, ...told };
    this.#ask(REST_MS);
  }

  /** Back to the topics; what was told of the citizen stays. */
  empty(): void {
    this.words = "";
    this.opened = null;
    this.#ask(0);
  }

  /** The next citizen: nothing of the one before stays. */
  anew(): void {
    this.set = NOTHING_TOLD;
    this.empty();
  }

  read(index: number): void {
    if (!this.sheets[index]) return;
    this.chosen = index;
    this.#changed();
  }

  /** Go to the answer behind or before, round and round. */
  step(by: 1 | -1): void {
    const count = this.sheets.length;
    if (count) this.read((this.chosen + by + count) % count);
  }

  /** Ask the same once more: somebody has logged in again. */
  again(): void {
    if (this.asks) this.#ask(0);
  }

  /** Wait until what is shown belongs to what is asked; false where that was given up. */
  async settled(): Promise<boolean> {
    const turn = this.#turn;
    if (this.stale && this.#timer !== undefined) void this.#run(turn);
    while (this.stale && turn === this.#turn && this.lineUp) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return turn === this.#turn && !this.stale;
  }

  /** The network is back. */
  hurry(): void {
    this.#pause.wake();
  }

  stop(): void {
    this.#turn += 1;
    this.#quit();
    clearTimeout(this.#learning);
    this.#release();
  }

  #known(slug: string): boolean {
    return this.catalogue?.municipalities.some((one) => one.slug === slug) ?? false;
  }

  #ask(after: number): void {
    const turn = ++this.#turn;
    this.#quit();
    if (!this.asks) {
      // Nobody tries any more whether the line is back.
      this.lineUp = true;
      return this.#take(turn, { found: null, sheets: [] });
    }
    this.#timer = setTimeout(() => void this.#run(turn), after);
    this.#changed();
  }

  // A reply to an earlier question is never shown.
  #quit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#request?.abort();
    this.#request = null;
    this.#pause.wake();
  }

  async #run(turn: number): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { signal } = (this.#request = new AbortController());
    const wanted = () => turn === this.#turn;
    const result = await persist(() => this.#answers(signal), { pause: this.#pause, line: (up) => this.#line(up), wanted });
    if (!wanted()) return;
    if (result.ok) return this.#take(turn, result.value);
    // Whoever is logged out asks again after the login.
    if (result.failure.kind !== "over") this.#take(turn, { found: null, sheets: [] }, result.failure);
  }

  async #answers(signal: AbortSignal): Promise<DeskResult<Answers>> {
    const { municipality, opened, words, set } = this;
    if (opened) {
      const one = await this.api.answer(opened.municipality, opened.topic, set, signal);
      return one.ok ? { ok: true, value: { found: null, sheets: [one.value] } } : one;
    }
    const found = await this.api.search({ words: words.trim(), municipality, told: set }, signal);
    return found.ok ? { ok: true, value: { found: found.value, sheets: found.value.answers } } : found;
  }

  #take(turn: number, { found, sheets }: Answers, failure: DeskFailure | null = null): void {
    const same = this.#sameWords === this.words ? sheets.findIndex(({ topic }) => topic === this.sheet?.topic) : -1;
    this.#sameWords = this.words;
    this.found = found;
    this.sheets = sheets;
    // Another municipality, or another age: the topic that is read stays.
    this.chosen = Math.max(0, same);
    this.failure = failure;
    this.#shown = turn;
    this.#release();
    this.#changed();
  }

  #sameWords = "";

  #line(up: boolean): void {
    if (!up) this.#release();
    if (up === this.lineUp) return;
    this.lineUp = up;
    this.#changed();
  }

  #learn(catalogue: Catalogue): void {
    this.catalogue = catalogue;
    clearTimeout(this.#learning);
    if (!catalogue.understands) this.#learning = setTimeout(() => void this.#learnAgain(), LEARNS_MS);
  }

  async #learnAgain(): Promise<void> {
    const result = await this.api.catalogue();
    if (!result.ok) return;
    this.#learn(result.value);
    this.#changed();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #changed(): void {
    for (const follower of this.#followers) follower();
  }
}
