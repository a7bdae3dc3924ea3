import pageStyles from "../styles/desk-page.css?inline";

/** Put a page's element onto the page, as soon as there is one. */
export function begin(make: () => HTMLElement): void {
  const start = (): void => {
    // A strict policy lets no style element in. A browser that cannot do this shows the page plainly.
    if ("adoptedStyleSheets" in document) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(pageStyles);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }
    document.body.prepend(make());
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
}
