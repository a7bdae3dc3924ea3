// What the service says over the stream of a conversation, one kind of event after the other. Anything that is not known is
// passed over: a newer service may say more.

import type { Api } from "./api";
import { fields, number } from "./data";
import { type Entry, type Handover, readEntry, readHandover } from "./protocol";
import { type Listener, Stream } from "./stream";

export interface Ear extends Pick<Listener, "last" | "line" | "refused"> {
  /** An entry of a number, null where it is of a kind that this client does not know. */
  entry(at: number, entry: Entry | null): void;
  typing(typing: boolean): void;
  handover(handover: Handover): void;
  /** The conversation closes in so many seconds. */
  expires(seconds: number): void;
  closed(reason: unknown): void;
}

export class Listening {
  #stream: Stream | null = null;

  constructor(
    private readonly api: Pick<Api, "listen">,
    private readonly ear: Ear,
  ) {}

  /** Listen to the conversation of a token from the last entry on, and to no other any more. */
  begin(token: string): void {
    this.end();
    const { ear } = this;
    const stream: Stream = new Stream((last, signal) => this.api.listen(token, last, signal), {
      last: () => ear.last(),
      event: (name, id, data) => {
        if (stream === this.#stream) this.#hear(name, id, data);
      },
      line: (up) => ear.line(up),
      refused: (failure) => ear.refused(failure),
    });
    this.#stream = stream;
    void stream.run();
  }

  /** Try at once, if it is waiting. */
  hurry(): void {
    this.#stream?.hurry();
  }

  /** The network says that it is gone. */
  cut(): void {
    this.#stream?.cut();
  }

  end(): void {
    this.#stream?.stop();
    this.#stream = null;
  }

  #hear(name: string, id: number | null, data: unknown): void {
    switch (name) {
      case "entry": {
        const entry = readEntry(data);
        const at = entry?.number ?? id;
        if (at !== null) this.ear.entry(at, entry);
        break;
      }
      case "typing":
        this.ear.typing(fields(data)["typing"] === true);
        break;
      case "handover": {
        const handover = readHandover(data);
        if (handover) this.ear.handover(handover);
        break;
      }
      case "session": {
        const seconds = number(fields(data)["expires_in"]);
        if (seconds !== null) this.ear.expires(seconds);
        break;
      }
      case "closed":
        this.ear.closed(fields(data)["reason"]);
    }
  }
}
