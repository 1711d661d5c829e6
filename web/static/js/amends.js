// What a page does beyond its forms and links; every page works without it.
import { countChosen } from "./choosing.js";
import { listenToKeys } from "./keys.js";
import { takeSelectedLines } from "./lines.js";
import { followMarks } from "./marks.js";
import { searchBySlash } from "./search.js";

countChosen();
followMarks();
listenToKeys();
takeSelectedLines();
searchBySlash();
