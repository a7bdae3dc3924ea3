// The desk's wording: fetched once, when the page starts.

import type { TextValues } from "virtual:desk-texts";
import { Wording } from "../wording";

/** A key of the desk's wording. */
export type Key = keyof TextValues & string;

export const { use: useTexts, t, word } = new Wording<TextValues>();
