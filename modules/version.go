package modules

// NodeVersion is the release of Node.js whose behaviour scripts may expect:
// process.version and what gojs --version prints.
const NodeVersion = "v24.11.1"

// Version is gojs's own: process.versions.gojs.
const Version = "0.1.0"
