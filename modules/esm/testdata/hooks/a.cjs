exports.before = 1;
const b = require('./b.cjs');
exports.b = b;
exports.same = require('./b.cjs') === b;
exports.json = require('./c.json');
exports.sep = require('path').posix.sep;
exports.resolved = require.resolve('./b.cjs') === require('node:path').join(__dirname, 'b.cjs');
exports.keys = Object.keys(require);
exports.module = require('./d.mjs').d;
try {
  require('./missing.cjs');
} catch (error) {
  exports.code = error.code;
}
