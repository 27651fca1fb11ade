// On every page: what htmx may do here.

import htmx from "htmx.org";
import "idiomorph/htmx";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  refreshOnHistoryMiss: true,
  historyCacheSize: 0,
});
