// What one has set for this browser: whether it rings, and whether single keys are shortcuts. Nothing about any citizen.

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

  #own = new Map<string, boolean>();

  #read(name: string): boolean {
    const own = this.#own.get(name);
    if (own !== undefined) return own;
    try {
      return this.storage?.getItem(`vejviser.desk.${name}`) !== "off";
    } catch {
      return true;
    }
  }

  #keep(name: string, on: boolean): void {
    this.#own.set(name, on);
    try {
      this.storage?.setItem(`vejviser.desk.${name}`, on ? "on" : "off");
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
