// Writes generated/*.d.ts, so that a missing text or placeholder is a mistake that the compiler finds.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DESK_LOCALE_FILE, DESK_MODULE, LOOKUP_LOCALE_FILES, LOOKUP_MODULE, readNamedTexts, readTexts, typesOf } from "./texts.mjs";

const folder = fileURLToPath(new URL("../generated/", import.meta.url));
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}texts.d.ts`, typesOf(readTexts()));
writeFileSync(`${folder}desk_texts.d.ts`, typesOf(readTexts(DESK_LOCALE_FILE), DESK_MODULE));
writeFileSync(`${folder}lookup_texts.d.ts`, typesOf(readNamedTexts(LOOKUP_LOCALE_FILES), LOOKUP_MODULE));
