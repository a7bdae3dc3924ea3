// Builds each script as one file that needs no other: what "vite build" does, once for each. Takes --outDir, as vite does.
import { parseArgs } from "node:util";
import { build } from "vite";

const SCRIPTS = [
  { entry: "src/main.ts", name: "VejviserWidget", file: "widget.js" },
  { entry: "src/desk/main.ts", name: "VejviserDesk", file: "desk.js" },
  { entry: "src/lookup/main.ts", name: "VejviserLookup", file: "lookup.js" },
];

const { values } = parseArgs({ options: { outDir: { type: "string", default: "dist" } } });
for (const { entry, name, file } of SCRIPTS) {
  await build({ build: { outDir: values.outDir, lib: { entry, formats: ["iife"], name, fileName: () => file } } });
}
