// The requests of docs/lookup.md, over the session of the desk. Nothing here throws.

import { needed } from "../requests";
import { DOWN, type DeskResult, type SessionLine } from "../desk/session_line";
import { queryOf } from "./addresses";
import { type Catalogue, type Found, readCatalogue, readFound, readSheet, type Sheet, type Told } from "./protocol";

const BASE = "/lookup/api";

/** What is searched for. */
export interface Asked {
  words: string;
  municipality: string;
  told: Told;
}

export class LookupApi {
  constructor(private readonly line: Pick<SessionLine, "ask">) {}

  async texts(): Promise<DeskResult<unknown>> {
    return this.line.ask("GET", `${BASE}/texts`, { open: true });
  }

  async catalogue(): Promise<DeskResult<Catalogue>> {
    return needed(await this.line.ask("GET", `${BASE}/catalogue`), readCatalogue, DOWN);
  }

  // What a caller tells would stand in the address of a GET.
  async search({ words, municipality, told }: Asked, signal: AbortSignal): Promise<DeskResult<Found>> {
    const body = { q: words, municipality, ...told };
    return needed(await this.line.ask("POST", `${BASE}/search`, { body, signal }), readFound, DOWN);
  }

  async answer(municipality: string, topic: string, told: Told, signal: AbortSignal): Promise<DeskResult<Sheet>> {
    const where = `${BASE}/answers/${encodeURIComponent(municipality)}/${encodeURIComponent(topic)}${queryOf(told)}`;
    return needed(await this.line.ask("GET", where, { signal }), readSheet, DOWN);
  }
}
