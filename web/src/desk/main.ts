// Puts the staff's desk onto the page that holds the script's tag.

import { begin } from "./begin";
import { DeskApp } from "./elements/app";

begin(() => new DeskApp(location.origin));
