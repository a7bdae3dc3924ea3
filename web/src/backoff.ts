const SHORTEST_MS = 1000;
const LONGEST_MS = 30_000;

/** How long to wait after so many failures in a row; the chance in it keeps a thousand pages from coming back at once. */
export function delay(failures: number, chance: () => number = Math.random): number {
  const most = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.max(0, failures - 1));
  return Math.max(SHORTEST_MS, most * (0.5 + chance() / 2));
}

/** A wait that can be cut short. */
export class Pause {
  #wake: (() => void) | null = null;

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
  }
}
