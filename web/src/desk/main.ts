// Puts the staff's desk onto the page that holds the script's tag.

import pageStyles from "../styles/desk-page.css?inline";
import { DeskApp } from "./elements/app";

function start(): void {
  // A strict policy lets no style element in. A browser that cannot do this shows the page plainly.
  if ("adoptedStyleSheets" in document) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(pageStyles);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  document.body.prepend(new DeskApp(location.origin));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
else start();
