exports.other = require('./plain-data.cjs');
