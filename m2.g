[Error: Cannot find module '/tmp/wt-ci/m2.js'] {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v24.11.1
