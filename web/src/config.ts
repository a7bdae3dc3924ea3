import { readable } from "./color";

export interface Config {
  /** Where the service is: where the script came from. */
  origin: string;
  /** Slug of the municipality whose page it is, null where it is nobody's. */
  municipality: string | null;
  /** Slug of the service that the page is about. */
  service: string;
  color: string;
}

/** What the script's own tag says. */
export function configOf(script: HTMLScriptElement, warn: (text: string) => void): Config {
  const { municipality, service, color } = script.dataset;
  return {
    origin: new URL(script.src, document.baseURI).origin,
    municipality: municipality?.trim() || null,
    service: service?.trim() || "",
    color: readable(color, warn),
  };
}
