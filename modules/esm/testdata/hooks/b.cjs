exports.a = require('./a.cjs').before;
