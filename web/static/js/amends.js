// What a page does beyond its forms and links; every page works without it.
import { takeSelectedLines } from "./lines.js";
import { followMarks } from "./marks.js";
import { searchBySlash } from "./search.js";

followMarks();
takeSelectedLines();
searchBySlash();
