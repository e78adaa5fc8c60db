package url_test

import (
	"testing"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/path"
	"github.com/gojs-run/gojs/modules/querystring"
	"github.com/gojs-run/gojs/modules/url"
)

// setup makes what the expressions of the transcript use.
const setup = `
var url = require('url');
var { URL, URLSearchParams, URLPattern } = url;
globalThis.process ??= { platform: 'linux', cwd: () => '/', env: {} };
globalThis.process.emitWarning = () => {};
var U = (...args) => { const u = new URL(...args); return [u.href, u.origin, u.host, u.pathname].join(' '); };
var S = (href, part, value) => { const u = new URL(href); u[part] = value; return u.href; };
var P = (init) => [...new URLSearchParams(init)].map((pair) => pair.join(' = '));
var L = (text) => { const u = url.parse(text); return Object.keys(u).filter((k) => u[k] !== null && typeof u[k] !== 'function').map((k) => k + '=' + u[k]).join(' '); };
var M = (args, input) => {
	const p = new URLPattern(...args);
	const m = p.exec(input);
	return [p.hostname, p.pathname, p.search, m && JSON.stringify([m.hostname.groups, m.pathname.groups, m.search.groups])];
};
`

func TestTranscript(t *testing.T) {
	modulestest.Transcript(t, "testdata/url.txt", setup, url.Modules, buffer.Modules, errors.Modules, path.Modules, querystring.Modules)
}
