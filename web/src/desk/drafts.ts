// What is being written, for each conversation and purpose. In memory alone: words about citizens are not kept in the browser.

export class Drafts {
  #texts = new Map<string, string>();

  get(what: string, about: string): string {
    return this.#texts.get(`${what}/${about}`) ?? "";
  }

  set(what: string, about: string, text: string): void {
    if (text) this.#texts.set(`${what}/${about}`, text);
    else this.#texts.delete(`${what}/${about}`);
  }

  /** Whether there is anything but white space. */
  get any(): boolean {
    return [...this.#texts.values()].some((text) => text.trim() !== "");
  }

  clear(): void {
    this.#texts.clear();
  }
}
