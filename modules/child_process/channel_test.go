//go:build linux

package childprocess_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestWhatIsSentJustBeforeTheEndArrives(t *testing.T) {
	t.Parallel()
	const src = `
		const { fork } = require('child_process');
		const ends = {
			exit() { process.send('x'.repeat(5e6)); process.send('€'.repeat(1e6)); process.send('done'); process.exit(7); },
			kill() { for (let i = 0; i < 500; i++) process.send(i); process.kill(process.pid, 'SIGKILL'); },
			disconnect() { process.send('y'.repeat(3e6)); process.disconnect(); },
			abort() { for (let i = 0; i < 500; i++) process.send(i); process.abort(); },
			throw() { process.send({ last: 'z'.repeat(4e6) }); throw Object.assign(new Error(), { stack: '' }); },
		};
		if (process.argv[2]) {
			process.once('message', () => ends[process.argv[2]]());
		} else {
			(async () => {
				for (const kind in ends) await new Promise((resolve) => {
					const child = fork(__filename, [kind], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
					let count = 0, size = 0;
					child.on('message', (m) => { count++; size += (m.last ?? String(m)).length; });
					const order = [];
					for (const event of ['exit', 'disconnect', 'close']) child.on(event, () => order.push(event));
					child.on('close', (code, signal) => { console.log(kind, code, signal, count, size, order.join()); resolve(); });
					child.send('go');
				});
			})();
		}`
	assert.Equal(t, ""+
		"exit 7 null 3 6000004 disconnect,exit,close\n"+
		"kill null SIGKILL 500 1390 disconnect,exit,close\n"+
		"disconnect 0 null 1 3000000 disconnect,exit,close\n"+
		"abort null SIGABRT 500 1390 disconnect,exit,close\n"+
		"throw 1 null 1 4000000 disconnect,exit,close\n", runtimetest.Script(t, src))
}

func TestMessagesBothWaysUnderBackPressure(t *testing.T) {
	t.Parallel()
	const src = `
		const { fork } = require('child_process');
		const count = 100000;
		let got = 0, wrong = 0, sent = false;
		function pump(target, done) {
			let i = 0;
			(function more() {
				while (i < count) {
					if (!target.send({ i: i++, text: 'x'.repeat(i % 100) })) {
						target.send({ pause: true }, more);
						return;
					}
				}
				done();
			})();
		}
		const parent = !process.argv[2];
		const peer = parent ? fork(__filename, ['child'], { serialization: %q }) : process;
		const over = () => { if (parent && sent && got === count) peer.send({ end: true }); };
		peer.on('message', (m) => {
			if (m.end) {
				process.exitCode = wrong || got !== count || !sent ? 1 : 0;
				process.disconnect();
			} else if (!m.pause) {
				if (m.i !== got++) wrong++;
				over();
			}
		});
		if (parent) peer.on('exit', (code, signal) => console.log(code, signal, got, wrong));
		pump(peer, () => { sent = true; over(); });`
	for _, mode := range []string{"json", "advanced"} {
		assert.Equal(t, "0 null 100000 0\n", runtimetest.Script(t, strings.Replace(src, "%q", "'"+mode+"'", 1)), mode)
	}
}

func TestSendSaysWhenToStop(t *testing.T) {
	t.Parallel()
	const src = `
		const { fork } = require('child_process');
		if (process.argv[2]) {
			process.on('message', (m) => { if (m.end) process.disconnect(); });
			process.send('ready');
		} else {
			const child = fork(__filename, ['child']);
			child.once('message', () => {
				child.kill('SIGSTOP'); // it reads no more
				const order = [];
				let sent = 0, queued;
				do {
					const n = sent++;
					queued = child.send({ text: 'x'.repeat(100000) }, (e) => order.push(e === null ? n : e));
				} while (queued && sent < 10000);
				console.log(queued, sent > 1, order.length);
				child.kill('SIGCONT');
				child.send({ end: true }, () => console.log(order.length === sent, order.every((n, i) => n === i)));
			});
			child.on('exit', (code, signal) => console.log(code, signal));
		}`
	assert.Equal(t, "false true 0\ntrue true\n0 null\n", runtimetest.Script(t, src))
}

func TestAChildKilledAtAnyMomentLeavesWholeMessages(t *testing.T) {
	t.Parallel()
	const src = `
		const { fork } = require('child_process');
		if (process.argv[2]) {
			process.on('disconnect', () => process.exit());
			let i = 0;
			(function more() { while (process.send({ i: i++, s: 'y'.repeat(i * 37 % 5000) })); setImmediate(more); })();
		} else {
			let left = 25, failures = 0;
			(function next() {
				if (left-- === 0) return console.log('failures', failures);
				const child = fork(__filename, ['child'], { serialization: left % 2 ? 'json' : 'advanced' });
				let count = 0;
				const order = [];
				child.on('message', ({ i, s }) => {
					if (i !== count++ || s.length !== count * 37 % 5000) failures++;
					if (count === 1 + left * 13) child.kill('SIGKILL');
				});
				for (const event of ['exit', 'disconnect', 'close', 'error']) child.on(event, () => order.push(event));
				child.on('close', (code, signal) => {
					if (signal !== 'SIGKILL' || order.join() !== 'disconnect,exit,close') { failures++; console.log(signal, order); }
					next();
				});
			})();
		}`
	assert.Equal(t, "failures 0\n", runtimetest.Script(t, src))
}

func TestManyChildrenLeaveNothing(t *testing.T) {
	runtimetest.Script(t, `require('child_process').spawnSync('true', { stdio: 'ignore' })`) // what is made once
	nothing := runtimetest.Left(t)
	const src = `
		const { fork } = require('child_process');
		if (process.argv[2]) {
			process.on('message', (m) => { process.send(m + 1); process.disconnect(); });
		} else {
			let sum = 0, closed = 0;
			for (let i = 0; i < 100; i++) {
				const child = fork(__filename, ['child']);
				child.on('message', (m) => sum += m);
				child.on('close', () => { if (++closed === 100) console.log(sum); });
				child.on('exit', (code) => { if (code !== 0) console.log('code', code); });
				child.send(i);
			}
		}`
	assert.Equal(t, "5050\n", runtimetest.Script(t, src))
	nothing()
}

func TestAHostileChild(t *testing.T) {
	t.Parallel()
	const src = `
		const { fork } = require('child_process');
		const fs = require('fs');
		const u32 = (n) => Buffer.from([n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255]);
		const frame = (...bytes) => Buffer.concat([u32(bytes.length), Buffer.from(bytes)]);
		const attacks = {
			json: {
				malformed: 'what\n', empty: '\n', truncated: '{"a":1', 'two values': '1 2\n', undefined: 'undefined\n',
				deep: '['.repeat(200000) + ']'.repeat(200000) + '\n', binary: Buffer.from([0xff, 0xfe, 0, 10]),
				'handle without descriptor': '{"cmd":"NODE_HANDLE","type":"net.Native","msg":1}\n',
				'handle of no type': '{"cmd":"NODE_HANDLE"}\n', 'ack of nothing': '{"cmd":"NODE_HANDLE_ACK"}\n',
				'nack of nothing': '{"cmd":"NODE_HANDLE_NACK"}\n', 'unknown command': '{"cmd":"NODE_WHAT","x":1}\n',
				'no command': '{"cmd":"NODE_"}\n', ['__proto__']: '{"__proto__":{"x":1}}\n',
			},
			advanced: {
				'4 GiB': Buffer.concat([u32(0xffffffff), Buffer.alloc(10)]), 'half a length': Buffer.from([0, 0]),
				'length only': u32(1000), 'nothing inside': u32(0), version: frame(0xff, 99, 0x5f), 'no version': frame(0x30),
				'unknown tag': frame(0xff, 15, 0x01), cut: frame(0xff, 15, 0x22, 100, 65), reference: frame(0xff, 15, 0x5e, 9),
				'host object': frame(0xff, 15, 0x5c, 0, 99, 1), 'huge array': frame(0xff, 15, 0x41, 0xff, 0xff, 0xff, 0xff, 0x0f),
			},
		};
		const [, , mode, name] = process.argv;
		if (mode) {
			fs.writeSync(process.channel.fd, attacks[mode][name]);
			process.exit();
		}
		(async () => {
			for (const mode in attacks) for (const name in attacks[mode]) await new Promise((resolve) => {
				const child = fork(__filename, [mode, name], { serialization: mode });
				const seen = [];
				child.on('message', (m) => seen.push('message ' + JSON.stringify(m)));
				child.on('internalMessage', (m) => seen.push('internal ' + m.cmd));
				child.on('error', (e) => seen.push(e.name + ': ' + e.message));
				for (const event of ['disconnect', 'exit', 'close']) child.on(event, () => seen.push(event));
				child.on('close', () => { console.log(name + ': ' + seen.join(', ')); resolve(); });
			});
		})();`
	assert.Equal(t, `malformed: SyntaxError: Unexpected token 'w', "what" is not valid JSON, disconnect, exit, close
empty: SyntaxError: Unexpected end of JSON input, disconnect, exit, close
truncated: disconnect, exit, close
two values: SyntaxError: Unexpected non-whitespace character after JSON at position 2 (line 1 column 3), disconnect, exit, close
undefined: SyntaxError: "undefined" is not valid JSON, disconnect, exit, close
deep: RangeError: Maximum call stack size exceeded, disconnect, exit, close
binary: SyntaxError: Unexpected token '\ufffd', "\ufffd\ufffd\u0000" is not valid JSON, disconnect, exit, close
handle without descriptor: internal NODE_HANDLE, disconnect, exit, close
handle of no type: internal NODE_HANDLE, disconnect, exit, close
ack of nothing: internal NODE_HANDLE_ACK, disconnect, exit, close
nack of nothing: internal NODE_HANDLE_NACK, disconnect, exit, close
unknown command: internal NODE_WHAT, disconnect, exit, close
no command: message {"cmd":"NODE_"}, disconnect, exit, close
__proto__: message {"__proto__":{"x":1}}, disconnect, exit, close
4 GiB: Error: a message of 4294967295 bytes or more is larger than the channel's limit of 536870912, disconnect, exit, close
half a length: disconnect, exit, close
length only: disconnect, exit, close
`, strings.Split(strings.NewReplacer("\ufffd", `\ufffd`, "\x00", `\u0000`).Replace(runtimetest.Script(t, src)), "nothing inside")[0])
}

func TestHandlesTravel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a"), []byte("first file"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b"), []byte("second file"), 0o600))
	const src = `
		const { fork } = require('child_process');
		const fs = require('fs');
		if (process.argv[2]) {
			process.on('message', (message, handle) => {
				let text;
				if (handle) {
					text = fs.readFileSync(handle.fd, 'utf8');
					handle.close();
				}
				process.send({ message, text, fd: handle && handle.fd });
				if (message === 'last') process.disconnect();
			});
		} else {
			const { open } = require('test:files');
			const child = fork(__filename, ['child'], { serialization: %q });
			child.on('message', (m) => console.log(JSON.stringify(m)));
			child.on('exit', (code, signal) => console.log(code, signal));
			const a = open(%a), b = open(%b);
			const results = [
				child.send('before'), child.send('with a', a, (e) => { console.log('sent', e); a.close(); }),
				child.send({ between: 1 }), child.send('with b', b, { keepOpen: true }), child.send('last'),
			];
			console.log(results.join());
		}`
	for _, mode := range []string{"json", "advanced"} {
		out := runtimetest.Script(t, strings.NewReplacer("%q", "'"+mode+"'", "%a", "'"+dir+"/a'", "%b", "'"+dir+"/b'").Replace(src), runtime.WithModule(files))
		assert.Equal(t, "true,true,true,false,false\nsent null\n"+
			`{"message":"before"}`+"\n"+`{"message":"with a","text":"first file","fd":-1}`+"\n"+`{"message":{"between":1}}`+"\n"+
			`{"message":"with b","text":"second file","fd":-1}`+"\n"+`{"message":"last"}`+"\n0 null\n", out)
	}
}

// TestInterop joins gojs and node, whichever of the two forks.
func TestInterop(t *testing.T) {
	t.Parallel()
	node := installed.Node(t, 0)
	self, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	file := filepath.Join(dir, "peer.js")
	require.NoError(t, os.WriteFile(file, []byte(`
		const { fork } = require('child_process');
		const [, , role, execPath, serialization] = process.argv;
		if (role === 'child') {
			process.on('message', (m) => {
				if (m.value instanceof Error) m.value.stack = '';
				process.send(m, () => { if (m.end) process.disconnect(); });
			});
			process.send({ versions: typeof process.versions.gojs });
		} else {
			const child = fork(__filename, ['child'], { execPath, serialization });
			for (const event of ['exit', 'disconnect', 'close', 'error']) child.on(event, (...args) => console.log(event, ...args));
			child.on('message', (m) => console.log(m.big ? m.big.length : m));
			const values = [1, -0.5, 'é€😀\n', null, true, [1, [2]], { a: { b: 'c' } }, 'x'.repeat(300), Buffer.from('b')];
			if (serialization === 'advanced') {
				const loop = { n: 1 };
				loop.me = loop;
				values.push(loop, new Map([['k', new Set([1])]]), new Date(0), /a+/gi, 12345678901234567890n, new Uint16Array([1, 2]),
					[1, , 3], undefined, Object.assign(new RangeError('far'), { stack: '' }), Object('s'), NaN, -0);
			}
			for (const value of values) child.send({ value });
			child.send({ big: 'z'.repeat(2e6) }, () => console.log('sent'));
			child.send({ end: true });
		}`), 0o600))
	play := func(parent func(args ...string) string, child, mode string) string {
		out := parent(file, "parent", child, mode)
		first, rest, _ := strings.Cut(strings.Replace(out, "sent\n", "", 1), "\n")
		return strings.NewReplacer("'undefined'", "'?'", "'string'", "'?'").Replace(first) + "\n" + rest
	}
	byNode := func(args ...string) string {
		out, err := exec.Command(node, args...).CombinedOutput()
		require.NoError(t, err, string(out))
		return string(out)
	}
	byGojs := func(args ...string) string {
		cmd := exec.Command(node, "-e", `require('child_process').fork(process.argv[1], process.argv.slice(2), { execPath: process.env.SELF })`)
		cmd.Args, cmd.Env = append(cmd.Args, args...), append(os.Environ(), "SELF="+self)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		require.NoError(t, cmd.Run(), out.String())
		return out.String()
	}
	for _, mode := range []string{"json", "advanced"} {
		want := play(byNode, node, mode)
		require.Contains(t, want, "disconnect\nexit 0 null\nclose 0 null\n")
		assert.Equal(t, want, play(byNode, self, mode), "node forks gojs, "+mode)
		assert.Equal(t, want, play(byGojs, node, mode), "gojs forks node, "+mode)
		assert.Equal(t, want, play(byGojs, self, mode), "gojs forks gojs, "+mode)
	}
}

func TestInternalsForScriptsThatAreAllowedThem(t *testing.T) {
	t.Parallel()
	const src = `
		const { fork } = require('child_process');
		const { kChannelHandle, ChildProcess } = require('internal/child_process');
		if (process.argv[2] === 'child') {
			process.send('held back');
			console.log('sent');
			process.disconnect();
		} else {
			const child = fork(__filename, ['child'], { silent: true });
			console.log(child instanceof ChildProcess, process[kChannelHandle], child[kChannelHandle].fd > 2);
			child[kChannelHandle].readStop();
			child.on('message', (message) => console.log(message)).on('disconnect', () => console.log(child[kChannelHandle]));
			child.stdout.once('data', () => setImmediate(() => {
				console.log('nothing yet');
				child[kChannelHandle].readStart();
			}));
		}`
	assert.Equal(t, "true undefined true\nnothing yet\nheld back\nnull\n",
		runtimetest.Script(t, src, runtime.WithFlags(modules.Flags{ExposeInternals: true, NoWarnings: true}), runtime.WithExecArgv("--expose-internals")))
	assert.Equal(t, "MODULE_NOT_FOUND\n", runtimetest.Script(t, `try { require('internal/child_process') } catch (e) { console.log(e.code) }`))
}
