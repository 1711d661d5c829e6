// What a page does beyond its forms and links; every page works without it.
import { countChosen } from "./choosing.js";
import { listenToKeys } from "./keys.js";

countChosen();
listenToKeys();
