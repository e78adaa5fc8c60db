'use strict';
// Module cluster: what it is depends on who the process is.
const { state } = require('internal/cluster/intercom');

module.exports = state.id === undefined ? require('internal/cluster/primary') : require('internal/cluster/child').cluster;
