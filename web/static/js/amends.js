// What a page does beyond its forms and links; every page works without it.
import "./search.js";
