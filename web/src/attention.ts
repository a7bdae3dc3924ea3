/** Marks the page's title while there is something new; what the page itself does to its title stays. */
export class TitleMark {
  #mark = "";

  show(mark: string): void {
    const wanted = mark && `${mark} `;
    const marked = this.#mark !== "" && document.title.startsWith(this.#mark);
    const next = wanted + (marked ? document.title.slice(this.#mark.length) : document.title);
    this.#mark = wanted;
    if (next !== document.title) document.title = next;
  }
}
