// What a program that is no single executable application is told.
'use strict';
const sea = require('node:sea');
const { isBuiltin } = require('module');

console.log(sea, sea.isSea(), isBuiltin('sea'), isBuiltin('node:sea'));
for (const name of ['getAsset', 'getAssetAsBlob', 'getRawAsset', 'getAssetKeys']) {
  for (const args of [['a'], [1], []]) {
    try {
      sea[name](...args);
    } catch (error) {
      console.log(name, args, error.name, error.code, error.message);
    }
  }
}
