// On every page: htmx and what it may do, and our own parts that belong to no single page.

import htmx from "htmx.org";
import "idiomorph/htmx";
import "./lib/clock";
import "./lib/keep";
import "./lib/live";
import "./lib/notices";
import "./lib/palette";
import "./lib/picker";
import "./lib/punches";
import "./lib/shortcuts";
import "./lib/theme";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  refreshOnHistoryMiss: true,
  historyCacheSize: 0,
  // What comes takes keys and its own attributes (`data-keep` among them) with the swap, not by a timer after it: until
  // then a key pressed was lost, and a form that had just opened could be refreshed away.
  defaultSettleDelay: 0,
  // The frame's body says `morph:outerHTML`. This is for what has left the page before its answer came: it has no body
  // any more, so no extension that could morph, and htmx falls back to this until it is one that it knows itself.
  defaultSwapStyle: "outerHTML",
  // A refused form comes back with what was wrong (422); any other refusal is a notice (see web/errors.py).
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: true, error: true },
  ],
});
