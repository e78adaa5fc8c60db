'use strict';
// The high-water marks of streams that are given none.
const { defaultMarks } = require('internal/streams/common');

function getDefaultHighWaterMark(objectMode) {
  return defaultMarks[objectMode ? 'objects' : 'bytes'];
}

function setDefaultHighWaterMark(objectMode, value) {
  require('internal/validators').validateInteger(value, 'value', 0);
  defaultMarks[objectMode ? 'objects' : 'bytes'] = value;
}

module.exports = { getDefaultHighWaterMark, setDefaultHighWaterMark };
