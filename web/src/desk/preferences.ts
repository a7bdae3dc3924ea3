// What one has set for this browser: whether it rings, whether single keys are shortcuts, and for which municipality one looks
// things up. Nothing about any citizen.

type Kept = Pick<Storage, "getItem" | "setItem">;

export class Preferences {
  constructor(private readonly storage: Kept | null) {}

  get sound(): boolean {
    return this.#read("sound");
  }

  set sound(on: boolean) {
    this.#keep("sound", on);
  }

  get shortcuts(): boolean {
    return this.#read("shortcuts");
  }

  set shortcuts(on: boolean) {
    this.#keep("shortcuts", on);
  }

  /** Slug of the municipality that was chosen last on the look-up page; empty where none was. */
  get municipality(): string {
    return this.#text("municipality");
  }

  set municipality(slug: string) {
    this.#keep("municipality", slug);
  }

  #own = new Map<string, string>();

  #read(name: string): boolean {
    return this.#text(name) !== "off";
  }

  #text(name: string): string {
    const own = this.#own.get(name);
    if (own !== undefined) return own;
    try {
      return this.storage?.getItem(`vejviser.desk.${name}`) ?? "";
    } catch {
      return "";
    }
  }

  #keep(name: string, value: boolean | string): void {
    const word = typeof value === "string" ? value : value ? "on" : "off";
    this.#own.set(name, word);
    try {
      this.storage?.setItem(`vejviser.desk.${name}`, word);
    } catch {
      // Then it holds for this page alone.
    }
  }
}

/** The browser's storage, null where it does not let anybody use it. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
