package http_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) { runtimetest.Main(m) }

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }

const hundredRequests = `
	const http = require('http');
	const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
	let answered = 0;
	const server = http.createServer((req, res) => res.end('x')).listen(0, () => {
		for (let i = 0; i < 100; i++) http.get({ port: server.address().port, agent }, (res) => {
			res.resume().on('end', () => {
				if (++answered === 100) {
					agent.destroy();
					server.close(() => console.log(answered));
				}
			});
		});
	});`

func TestNothingIsLeftOfAServer(t *testing.T) {
	assert.Equal(t, "100\n", runtimetest.Script(t, hundredRequests)) // what is made once
	nothing := runtimetest.Left(t)
	assert.Equal(t, "100\n", runtimetest.Script(t, hundredRequests))
	nothing()
}
