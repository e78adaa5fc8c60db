// Command replay records what the processes of a script say, and plays it to the script again without any of them: so
// scripts are tested without what they start.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/spawn"
	"github.com/gojs-run/gojs/spawn/cassette"
)

const script = `
	const { execFile, spawn } = require('child_process');
	execFile('echo', ['one'], (err, stdout) => {
		process.stdout.write('said ' + stdout);
		const cat = spawn('cat');
		cat.stdout.on('data', (d) => { process.stdout.write('answered ' + d); cat.stdin.end(); });
		cat.on('close', (code) => console.log('closed', code));
		cat.stdin.write('two\n');
	});`

func run(m spawn.Middleware) error {
	rt, err := runtime.New(runtime.WithChildren(m))
	if err != nil {
		return err
	}
	defer rt.Close()
	_, err = rt.RunString(context.Background(), "script.js", script)
	return err
}

func main() {
	file := os.Args[1]
	var tape cassette.Tape
	err := run(tape.Record())
	if err == nil {
		err = tape.Save(file)
	}
	if err == nil {
		fmt.Println("-- again, from", len(tape.Left()), "recordings")
		var loaded *cassette.Tape
		if loaded, err = cassette.Load(file); err == nil {
			err = run(loaded.Replay())
			fmt.Println("left:", len(loaded.Left()))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
