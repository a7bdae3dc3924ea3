// Puts the chat onto the page that holds the script's tag.

import { Api } from "./api";
import { configOf } from "./config";
import { Widget } from "./elements/widget";

// Known only while the script itself runs.
const script = document.currentScript;

function start(): void {
  if (!(script instanceof HTMLScriptElement) || document.querySelector("vejviser-chat")) return;
  // Browsers without constructable style sheets get style elements from Lit, which need the page's nonce.
  if (script.nonce) (globalThis as { litNonce?: string }).litNonce ??= script.nonce;
  const config = configOf(script, (text) => console.warn(`[vejviser] ${text}`));
  document.body.append(new Widget(config, new Api(config.origin)));
}

if (document.body) start();
else document.addEventListener("DOMContentLoaded", start, { once: true });
