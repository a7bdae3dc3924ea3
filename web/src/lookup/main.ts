// Puts the look-up page onto the page that holds the script's tag.

import { begin } from "../desk/begin";
import { LookupPage } from "./elements/page";

begin(() => new LookupPage(location.origin));
