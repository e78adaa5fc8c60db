'use strict';

// process.allowedNodeEnvironmentFlags: a Set of the options that NODE_OPTIONS may
// hold. It does not change, and knows every spelling of a name.

const names = `--abort-on-uncaught-exception --conditions --diagnostic-dir --disable-proto --disable-warning
--disallow-code-generation-from-strings --dns-result-order --enable-source-maps --experimental-default-type
--experimental-detect-module --experimental-require-module --experimental-vm-modules --experimental-wasm-modules
--experimental-worker --expose-gc --force-context-aware --force-node-api-uncaught-exceptions-policy --frozen-intrinsics
--heapsnapshot-near-heap-limit --heapsnapshot-signal --http-parser --icu-data-dir --import --input-type --insecure-http-parser
--inspect --inspect-brk --inspect-port --inspect-publish-uid --interpreted-frames-native-stack --jitless --loader
--max-http-header-size --max-old-space-size --max-semi-space-size --napi-modules --network-family-autoselection
--node-memory-debug --no-addons --no-deprecation --no-experimental-fetch --no-force-async-hooks-checks --no-warnings
--pending-deprecation --perf-basic-prof --perf-basic-prof-only-functions --perf-prof --perf-prof-unwinding-info
--preserve-symlinks --preserve-symlinks-main --prof-process --redirect-warnings --report-dir --report-directory
--report-exclude-network --report-filename --report-on-fatalerror --report-on-signal --report-signal
--report-uncaught-exception --require --secure-heap --secure-heap-min --stack-trace-limit --throw-deprecation --title
--tls-cipher-list --tls-keylog --tls-max-v1.2 --tls-max-v1.3 --tls-min-v1.0 --tls-min-v1.1 --tls-min-v1.2 --tls-min-v1.3
--trace-deprecation --trace-event-categories --trace-event-file-pattern --trace-exit --trace-sigint --trace-sync-io
--trace-tls --trace-uncaught --trace-warnings --track-heap-objects --unhandled-rejections --use-bundled-ca --use-env-proxy
--use-largepages --use-openssl-ca --use-system-ca --v8-pool-size --verify-base-objects --zero-fill-buffers
-C -r`.split(/\s+/);

const known = new Set(names);
const bare = new Set(names.map((n) => n.replace(/^-+/, '')));

class NodeEnvironmentFlagsSet extends Set {
  add() { return this; }
  delete() { return false; }
  clear() {}
  has(key) {
    if (typeof key !== 'string') return false;
    const dashes = /^-*/.exec(key)[0];
    let name = key.slice(dashes.length).replace(/_/g, '-');
    if (dashes === '--') name = name.replace(/=.*$/, '');
    return dashes === '' ? bare.has(name) : known.has(dashes + name);
  }
  get size() { return known.size; }
  forEach(callback, thisArg = undefined) {
    known.forEach((v) => Reflect.apply(callback, thisArg, [v, v, this]));
  }
  entries() { return known.entries(); }
  keys() { return known.keys(); }
  values() { return known.values(); }
}
NodeEnvironmentFlagsSet.prototype[Symbol.iterator] = NodeEnvironmentFlagsSet.prototype.values;

exports.flags = Object.freeze(new NodeEnvironmentFlagsSet());
