'use strict';
// require('stream/promises')
module.exports = {
  ...require('internal/streams/end-of-stream').promises,
  ...require('internal/streams/pipeline').promises,
};
