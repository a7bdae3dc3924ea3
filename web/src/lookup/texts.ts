// The wording of looking up, and of sheets: fetched when somebody begins to look up.

import type { TextValues } from "virtual:lookup-texts";
import { Wording } from "../wording";

export const { use: useTexts, t, word } = new Wording<TextValues>();
