// Command policy says what a script may do, and watches what it starts.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/spawn"
)

func main() {
	work, err := os.MkdirTemp("", "policy")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer os.RemoveAll(work)
	rt, err := runtime.New(
		runtime.WithDir(work),
		runtime.WithPermissions(runtime.Permissions{
			Read: []string{work}, Write: []string{work}, // its own folder
			Commands: []string{"echo"},         // as it is found now on PATH, and nothing else
			Env:      []string{"PATH", "HOME"}, // the rest of the environment does not exist
		}),
		runtime.WithChildren(spawn.Audit(func(e spawn.Event) {
			if e.Exit == nil {
				fmt.Println("audit: starts", e.Command.Argv)
			}
		}), spawn.Limit(spawn.Limits{Children: 4, Output: 1 << 20})),
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer rt.Close()
	_, err = rt.RunString(context.Background(), "script.js", `
		const { spawnSync } = require('child_process'), fs = require('fs'), net = require('net');
		const attempt = (what, f) => { try { console.log(what, f()) } catch (e) { console.log(what, e.code, e.permission) } };
		attempt('echo:', () => String(spawnSync('echo', ['fine'], { env: { LD_PRELOAD: '/evil.so' } }).stdout).trim());
		attempt('sh:', () => spawnSync('sh', ['-c', 'id']));
		attempt('write:', () => fs.writeFileSync('notes.txt', 'mine') ?? fs.readFileSync('notes.txt', 'utf8'));
		attempt('read:', () => fs.readFileSync('/etc/passwd'));
		attempt('listen:', () => net.createServer().listen(0));
		console.log('may read anything:', process.permission.has('fs.read'));`)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
