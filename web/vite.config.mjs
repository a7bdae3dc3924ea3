import { defineConfig } from "vite";
import { LOCALE_FILE, MODULE, readTexts } from "./tools/texts.mjs";

// Both licences ask that their notice goes along; their texts stand in LICENSES.md.
const BANNER =
  "/*! Vejviser. Contains Lit (c) Google LLC, BSD-3-Clause, and eventsource-parser (c) Espen Hovlandsdal, MIT. */";

/** The Danish texts, as a module. */
function danish() {
  const resolved = `\0${MODULE}`;
  return {
    name: "danish-texts",
    resolveId: (id) => (id === MODULE ? resolved : null),
    load(id) {
      if (id !== resolved) return null;
      this.addWatchFile(LOCALE_FILE);
      return `export default ${JSON.stringify(readTexts())};`;
    },
  };
}

export default defineConfig({
  plugins: [danish()],
  build: {
    target: ["es2021", "chrome100", "firefox100", "safari15.4"],
    rolldownOptions: { output: { postBanner: BANNER } },
    reportCompressedSize: false,
    copyPublicDir: false,
    emptyOutDir: false,
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
});
