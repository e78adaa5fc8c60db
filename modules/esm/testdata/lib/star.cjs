"use strict";
__exportStar(require("./names.cjs"), exports);
function __exportStar(m, to) { for (var k in m) if (k !== 'default') to[k] = m[k]; }
exports.own = 1;
