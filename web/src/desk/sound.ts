// Two soft tones, made here: no file, and nothing that a strict policy forbids.

const TONES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.18 },
];
const LENGTH_SECONDS = 0.35;
const LOUDNESS = 0.15;

export class Sound {
  #context: AudioContext | null = null;

  /** Browsers let a page sound only once somebody has touched it: called at a key or a click. */
  async unlock(): Promise<void> {
    if (typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    if (this.#context.state !== "running") await this.#context.resume().catch(() => undefined);
  }

  /** Whether a ring would be heard. */
  get ready(): boolean {
    return this.#context?.state === "running";
  }

  ring(): void {
    const context = this.#context;
    if (!context || !this.ready) return;
    for (const { hertz, at } of TONES) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const begin = context.currentTime + at;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, begin + LENGTH_SECONDS);
      tone.connect(volume).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + LENGTH_SECONDS);
    }
  }
}
