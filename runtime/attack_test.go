//go:build linux

package runtime_test

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// attacks are what scripts try that must not do it. Each is an expression or the body of an async function; what it throws
// or returns is compared with want, "denied" being ERR_ACCESS_DENIED. BIN, WORK and OUT are folders: of the one command
// that is allowed, of the script's own files, and of what it must not see.
var attacks = []struct{ name, script, want string }{
	// Another program than the one that is allowed.
	{"the allowed command", `out(cp.spawnSync('tool', ['x'])).includes('tool x')`, "true"},
	{"the allowed command by its path", `out(cp.spawnSync(BIN + '/tool')).includes('tool')`, "true"},
	{"PATH swap", `cp.spawnSync('tool', { env: { PATH: WORK } })`, "denied"},
	{"a copy by its path", `cp.spawnSync(WORK + '/tool')`, "denied"},
	{"a copy by a relative path", `cp.spawnSync('./tool', { cwd: WORK })`, "denied"},
	{"cwd and an empty PATH entry", `cp.spawnSync('tool', { cwd: WORK, env: { PATH: ':' + BIN } })`, "denied"},
	{"process.env.PATH", `process.env.PATH = WORK; cp.spawnSync('tool')`, "denied"},
	{"a link to a shell", `cp.spawnSync(WORK + '/link-to-shell', ['-c', 'id'])`, "denied"},
	{"a link to the command, elsewhere", `cp.spawnSync(WORK + '/link-to-tool')`, "denied"},
	{"a new link", `fs.symlinkSync('/bin/sh', WORK + '/new')`, "denied"},
	{"a hard link to a shell", `fs.linkSync('/bin/sh', WORK + '/new')`, "denied"},
	{"a copy of a shell", `fs.copyFileSync('/bin/sh', WORK + '/new')`, "denied"},
	{"a script of one's own", `fs.writeFileSync(WORK + '/mine', '#!/bin/sh', { mode: 0o755 }); cp.spawnSync(WORK + '/mine')`, "denied"},
	{"sh", `cp.spawnSync('sh', ['-c', 'id'])`, "denied"},
	{"/bin/sh", `cp.spawnSync('/bin/sh', ['-c', 'id'])`, "denied"},
	{"bash", `cp.spawnSync('bash', ['-c', 'id'])`, "denied"},
	{"awk's system", `cp.spawnSync('awk', ['BEGIN { system("id") }'])`, "denied"},
	{"exec", `cp.exec('tool')`, "denied"},
	{"execSync", `cp.execSync('tool')`, "denied"},
	{"shell: true", `cp.spawn('tool', { shell: true })`, "denied"},
	{"the command as a shell", `cp.spawn('id', { shell: BIN + '/tool' })`, "denied"},
	{"Object.prototype.shell", `Object.prototype.shell = true; const r = out(cp.spawnSync('tool', ['$0'])); delete Object.prototype.shell; r.includes('tool $0')`, "true"},
	{"argv[0] of another", `cp.spawnSync('tool', { argv0: 'sh' })`, "denied"},
	{"env", `cp.spawnSync('env', ['sh'])`, "denied"},
	{"xargs", `cp.spawnSync('xargs', ['sh'], { input: 'x' })`, "denied"},
	{"find -exec", `cp.spawnSync('find', ['.', '-exec', 'sh', ';'])`, "denied"},
	{"node", `cp.spawnSync('node', ['-e', '1'])`, "denied"},
	{"process.execPath", `cp.spawnSync(process.execPath, ['x'])`, "denied"},
	{"fork of another program", `cp.fork('x', { execPath: '/bin/sh' })`, "denied"},
	{"cluster", `require('cluster').setupPrimary({ exec: 'x' }); process.execPath = '/bin/sh'; require('cluster').fork()`, "denied"},
	{"/proc/self/exe", `cp.spawnSync('/proc/self/exe')`, "denied"},
	{"/proc/self/root", `cp.spawnSync('/proc/self/root/bin/sh')`, "denied"},
	{"the dynamic linker", `cp.spawnSync('/lib64/ld-linux-x86-64.so.2', ['/bin/sh'])`, "denied"},
	{"a batch file", `cp.spawnSync(WORK + '/x.bat')`, "denied"},
	{"process.execve", `process.execve('/bin/sh', ['sh'])`, "denied"},
	{"process.binding", `process.binding('spawn_sync')`, "denied"},
	{"an addon", `process.dlopen({ exports: {} }, WORK + '/x.node')`, "ERR_DLOPEN_DISABLED"},
	{"another user", `cp.spawnSync('tool', { uid: 65534 })`, "denied"},
	{"another group", `cp.spawnSync('tool', { gid: 65534 })`, "denied"},
	{"patched built-ins", `String.prototype.startsWith = () => true; Array.prototype.includes = () => true; process.permission = { has: () => true }; cp.spawnSync('/bin/sh')`, "denied"},
	{"another context", `require('vm').runInNewContext('spawn("/bin/sh")', { spawn: cp.spawnSync })`, "denied"},

	// The allowed program, made another.
	{"writing over it", `fs.writeFileSync(BIN + '/tool', 'x')`, "denied"},
	{"appending to it", `fs.appendFileSync(BIN + '/tool', 'x')`, "denied"},
	{"opening it to write", `fs.openSync(BIN + '/tool', fs.constants.O_RDWR | 0x10000000)`, "denied"},
	{"truncating it", `fs.truncateSync(BIN + '/tool')`, "denied"},
	{"renaming over it", `fs.renameSync(WORK + '/tool', BIN + '/tool')`, "denied"},
	{"removing it", `fs.rmSync(BIN + '/tool')`, "denied"},
	{"chmod of it", `fs.chmodSync(BIN + '/tool', 0o777)`, "denied"},
	{"chmod through a descriptor", `fs.fchmodSync(fs.openSync(WORK + '/file', 'r'), 0o777)`, "denied"},
	{"LD_PRELOAD", `env({ LD_PRELOAD: '/evil.so' })`, "clean"},
	{"LD_LIBRARY_PATH", `env({ LD_LIBRARY_PATH: '/evil' })`, "clean"},
	{"LD_AUDIT", `env({ LD_AUDIT: '/evil.so' })`, "clean"},
	{"NODE_OPTIONS", `env({ NODE_OPTIONS: '--require=/evil.js' })`, "clean"},
	{"BASH_ENV and ENV", `env({ BASH_ENV: '/evil', ENV: '/evil' })`, "clean"},
	{"BASH_FUNC", `env({ 'BASH_FUNC_echo%%': '() { evil }' })`, "clean"},
	{"GIT_SSH_COMMAND", `env({ GIT_SSH_COMMAND: 'evil', GIT_EXTERNAL_DIFF: 'evil' })`, "clean"},
	{"PERL5OPT and PYTHONPATH", `env({ PERL5OPT: '-Mevil', PYTHONPATH: '/evil', PYTHONSTARTUP: '/evil' })`, "clean"},
	{"PATH and HOME", `out(cp.spawnSync(BIN + '/tool', { env: { PATH: '/evil', HOME: '/evil' } })).includes('evil')`, "false"},
	{"process.env", `process.env.LD_PRELOAD = '/evil.so'; const r = env(); delete process.env.LD_PRELOAD; r`, "clean"},
	{"a descriptor of the host's", `cp.spawnSync('tool', { stdio: ['ignore', 'pipe', 'pipe', HOSTFD] })`, "denied"},
	{"what the host has open", `out(cp.spawnSync('tool', ['--descriptors'])).includes('secret')`, "false"},

	// Files.
	{"a file of its own", `fs.readFileSync(WORK + '/file', 'utf8')`, "content"},
	{"another file", `fs.readFileSync(OUT + '/secret')`, "denied"},
	{"with a callback", `await new Promise((ok) => fs.readFile(OUT + '/secret', (e) => ok(e.code)))`, "denied"},
	{"as a promise", `await fs.promises.readFile(OUT + '/secret')`, "denied"},
	{"as a stream", `await new Promise((ok) => fs.createReadStream(OUT + '/secret').on('error', (e) => ok(e.code)))`, "denied"},
	{"as a Blob", `await (await fs.openAsBlob(OUT + '/secret')).text()`, "denied"},
	{"by a URL", `fs.readFileSync(require('url').pathToFileURL(OUT + '/secret'))`, "denied"},
	{"by a Buffer", `fs.readFileSync(Buffer.from(OUT + '/secret'))`, "denied"},
	{"by ..", `fs.readFileSync(WORK + '/../out/secret')`, "denied"},
	{"by a link", `fs.readFileSync(WORK + '/link-to-secret')`, "denied"},
	{"by a linked folder", `fs.readFileSync(WORK + '/link-to-out/secret')`, "denied"},
	{"by a linked folder and ..", `fs.readFileSync(WORK + '/link-to-out/../out/secret')`, "denied"},
	{"by /proc/self/root", `fs.readFileSync('/proc/self/root' + OUT + '/secret')`, "denied"},
	{"by /proc/self/fd", "fs.readFileSync(`/proc/self/fd/${HOSTFD}`)", "denied"},
	{"by require", `require(OUT + '/secret.js')`, "denied"},
	{"by import()", `await import(OUT + '/secret.js')`, "denied"},
	{"as JSON", `require(OUT + '/secret.json')`, "denied"},
	{"by copying", `fs.copyFileSync(OUT + '/secret', WORK + '/new')`, "denied"},
	{"by cp, through a link", `fs.cpSync(WORK + '/tree', WORK + '/new-tree', { recursive: true, dereference: true }); fs.readFileSync(WORK + '/new-tree/inner', 'utf8')`, "denied"},
	{"by a hard link", `fs.linkSync(OUT + '/secret', WORK + '/new')`, "denied"},
	{"by renaming it", `fs.renameSync(OUT + '/secret', WORK + '/new')`, "denied"},
	{"its folder's list", `fs.readdirSync(OUT)`, "denied"},
	{"its folder's list, opened", `fs.opendirSync(OUT)`, "denied"},
	{"its status", `fs.statSync(OUT + '/secret')`, "denied"},
	{"its existence", `fs.existsSync(OUT + '/secret')`, "denied"},
	{"native realpath", `fs.realpathSync.native(OUT + '/secret')`, "denied"},
	{"watching it", `fs.watch(OUT)`, "denied"},
	{"chdir", `process.chdir(OUT)`, "denied"},
	{"the host's environment", `fs.readFileSync('/proc/self/environ')`, "denied"},
	{"its memory", `fs.openSync('/proc/self/mem', 'r+')`, "denied"},
	{"writing through a link", `fs.writeFileSync(WORK + '/link-to-secret', 'x')`, "denied"},
	{"writing through a link to nothing", `fs.writeFileSync(WORK + '/link-to-nothing', 'x')`, "denied"},
	{"a folder made through a link", `fs.mkdirSync(WORK + '/link-to-out/new')`, "denied"},
	{"removing what a linked folder has", `fs.unlinkSync(WORK + '/link-to-out/secret')`, "denied"},
	{"utimes", `fs.utimesSync(OUT + '/secret', 1, 1)`, "denied"},

	// The rest of the world.
	{"a variable", `String(process.env.SECRET)`, "undefined"},
	{"a variable, by a child", `out(cp.spawnSync('tool')).includes('hidden')`, "false"},
	{"the network", `await failure(net.connect(HOSTPORT, '127.0.0.1'))`, "denied"},
	{"a name that resolves to it", `await failure(net.connect({ host: 'allowed.test', port: HOSTPORT, lookup: (h, o, cb) => o.all ? cb(null, [{ address: '127.0.0.1', family: 4 }]) : cb(null, '127.0.0.1', 4) }))`, "denied"},
	{"a Unix socket", `await failure(net.connect(OUT + '/socket'))`, "denied"},
	{"an abstract Unix socket", `await failure(net.connect('\0socket'))`, "denied"},
	{"listening", `net.createServer().listen(0)`, "denied"},
	{"listening at a path", `net.createServer().listen(WORK + '/socket')`, "denied"},
	{"a datagram", `await failure(require('dgram').createSocket('udp4').bind(0))`, "denied"},
	{"a look-up", `await require('dns').promises.lookup('example.com')`, "denied"},
	{"a question to a name server", `await require('dns').promises.resolve('data.example.com')`, "denied"},
	{"a worker without leave", `new (require('worker_threads').Worker)('1', { eval: true })`, "denied"},
}

const attackPrelude = `
const cp = require('child_process'), fs = require('fs'), net = require('net');
const out = (r) => { if (r.error) throw r.error; return String(r.stdout) + String(r.stderr); };
const env = (more) => out(cp.spawnSync('tool', more ? { env: { ...process.env, ...more } } : {})).includes('evil') ? 'evil' : 'clean';
const failure = (emitter) => new Promise((ok) => { emitter.on('error', (e) => ok(e.code)); emitter.on('connect', () => ok('connected')); emitter.on('listening', () => ok('bound')); });
`

func TestAttacks(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	bin, work, out := root+"/bin", root+"/work", root+"/out"
	for _, dir := range []string{bin, work, out, work + "/tree"} {
		require.NoError(t, os.Mkdir(dir, 0o755))
	}
	tool := "#!/bin/sh\necho tool \"$@\"\nenv\n[ \"$1\" = --descriptors ] && ls -l /proc/$$/fd\nexit 0\n"
	for file, text := range map[string]string{
		bin + "/tool": tool, work + "/tool": "#!/bin/sh\necho evil\n", work + "/x.bat": "x", work + "/file": "content",
		out + "/secret": "secret", out + "/secret.js": "secret", out + "/secret.json": "{}",
	} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o755))
	}
	for link, target := range map[string]string{
		"link-to-shell": "/bin/sh", "link-to-tool": bin + "/tool", "link-to-secret": "../out/secret", "link-to-out": out, "link-to-nothing": "../out/nothing",
		"tree/inner": out + "/secret",
	} {
		require.NoError(t, os.Symlink(target, filepath.Join(work, link)))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	host, err := os.Open(out + "/secret")
	require.NoError(t, err)
	defer host.Close()

	permissions := runtime.Permissions{Read: []string{work}, Write: []string{work}, Commands: []string{bin + "/tool"}, Net: []string{"allowed.test"}, Env: []string{"PATH", "HOME"}}
	names := strings.NewReplacer("BIN", "'"+bin+"'", "WORK", "'"+work+"'", "OUT", "'"+out+"'", "HOSTPORT", port, "HOSTFD", strconv.Itoa(int(host.Fd())))
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			var said bytes.Buffer
			rt, err := runtime.New(runtime.WithDir(work), runtime.WithStdout(&said), runtime.WithStderr(&said), runtime.WithPermissions(permissions),
				runtime.WithEnv([]string{"PATH=" + bin + ":/bin:/usr/bin", "HOME=/home/host", "SECRET=hidden", "LANG=C"}))
			require.NoError(t, err)
			defer rt.Close()
			statements := strings.Split(a.script, "; ")
			last := len(statements) - 1
			if !strings.HasPrefix(a.script, "{") {
				statements[last] = "return " + statements[last]
			}
			_, err = rt.RunString(t.Context(), "attack.js", names.Replace(attackPrelude+`
				(async () => { `+strings.Join(statements, "; ")+` })().then((v) => v, (e) => e.code ?? e.message).then((v) => {
					console.log(v === 'ERR_ACCESS_DENIED' ? 'denied' : v?.error?.code ?? v);
				})`))
			assert.NoError(t, err)
			assert.Equal(t, a.want+"\n", said.String())
		})
	}
	b, err := os.ReadFile(bin + "/tool")
	require.NoError(t, err)
	assert.Equal(t, tool, string(b))
}

// TestAWorkerIsHeldToTheSame runs an attack in a worker thread that is allowed.
func TestAWorkerIsHeldToTheSame(t *testing.T) {
	dir := t.TempDir()
	var said bytes.Buffer
	rt, err := runtime.New(runtime.WithDir(dir), runtime.WithStdout(&said), runtime.WithStderr(&said),
		runtime.WithPermissions(runtime.Permissions{Worker: true, Read: []string{dir}, Env: []string{"PATH"}}))
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(t.Context(), "x.js", `
		const { Worker } = require('worker_threads');
		const w = new Worker(`+"`"+`
			const tell = (f) => { try { f(); return 'done' } catch (e) { return e.code } };
			require('worker_threads').parentPort.postMessage([
				tell(() => require('child_process').spawnSync('/bin/sh')), tell(() => require('fs').readFileSync('/etc/passwd')),
				tell(() => require('net').createServer().listen(0)), Object.keys(process.env), process.permission.has('worker'),
			]);`+"`"+`, { eval: true, execArgv: [] });
		w.on('message', (m) => console.log(m.join()));
		w.on('error', (e) => console.log(e));
		new Worker('/etc/hostname').on('error', (e) => console.log(e.code));`)
	require.NoError(t, err)
	assert.Contains(t, said.String(), "ERR_ACCESS_DENIED,ERR_ACCESS_DENIED,ERR_ACCESS_DENIED,PATH,true\n")
	assert.Equal(t, 4, strings.Count(said.String(), "ERR_ACCESS_DENIED"))
}
