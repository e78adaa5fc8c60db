package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

// A script from a file, with arguments and an environment of its own.
func ExampleRuntime_RunFile() {
	dir, _ := os.MkdirTemp("", "example")
	defer os.RemoveAll(dir)
	_ = os.WriteFile(filepath.Join(dir, "hello.js"), []byte(`
		console.log('hello', process.argv[2], 'from', process.env.PLACE)
		process.exit(3)`), 0o644)

	rt, err := runtime.New(
		runtime.WithDir(dir),
		runtime.WithArgs("world"),
		runtime.WithEnv([]string{"PLACE=Go"}),
		runtime.WithStdout(os.Stdout),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer rt.Close()
	err = rt.RunFile(context.Background(), "hello.js")
	var exit *runtime.ExitError
	if errors.As(err, &exit) {
		fmt.Println("exit code", exit.Code)
	}
	// Output:
	// hello world from Go
	// exit code 3
}

// The value of the last statement comes back; the Runtime can be used again.
func ExampleRuntime_RunString() {
	rt, _ := runtime.New()
	defer rt.Close()
	ctx := context.Background()
	_, _ = rt.RunString(ctx, "setup.js", "var total = 0; for (const n of [1, 2, 3]) total += n")
	v, err := rt.RunString(ctx, "ask.js", "total * 10")
	fmt.Println(v, err)
	// Output: 60 <nil>
}

// An uncaught error says where it was thrown.
func ExampleScriptError() {
	rt, _ := runtime.New()
	defer rt.Close()
	_, err := rt.RunString(context.Background(), "bad.js", "let a = {}\na.b.c")
	var se *runtime.ScriptError
	if errors.As(err, &se) {
		fmt.Println(se.Name)
		fmt.Println(se.Message)
		fmt.Println(se.File, se.Line)
	}
	// Output:
	// TypeError
	// Cannot read properties of undefined (reading 'c')
	// bad.js 2
}

// Functions that the script defined, called from Go.
func ExampleRuntime_Call() {
	rt, _ := runtime.New()
	defer rt.Close()
	ctx := context.Background()
	_, _ = rt.RunString(ctx, "lib.js", "const greet = (name, n) => `${name}!`.repeat(n); globalThis.greet = greet")
	v, err := rt.Call(ctx, "greet", "hey", 2)
	fmt.Println(v, err)
	// Output: hey!hey! <nil>
}

// A promise, awaited from Go: the event loop runs until it is settled.
func ExampleRuntime_Await() {
	rt, _ := runtime.New()
	defer rt.Close()
	ctx := context.Background()
	_, _ = rt.RunString(ctx, "lib.js", `
		globalThis.double = async (n) => {
			await new Promise((resolve) => setTimeout(resolve, 1))
			return n * 2
		}`)
	v, err := rt.Await(ctx, "double", 21)
	fmt.Println(v, err)
	// Output: 42 <nil>
}

// The VM itself, inside Do.
func ExampleRuntime_Do() {
	rt, _ := runtime.New()
	defer rt.Close()
	ctx := context.Background()
	_ = rt.Do(ctx, func(vm *goja.Runtime) error {
		return vm.Set("shout", func(s string) string { return strings.ToUpper(s) + "!" })
	})
	v, _ := rt.RunString(ctx, "use.js", "shout('it works')")
	fmt.Println(v)
	// Output: IT WORKS!
}

// A module written in Go, for require.
func ExampleWithModule() {
	clock := modules.Module{Name: "clock", Load: func(env *modules.Env, module *goja.Object) {
		_ = module.Get("exports").(*goja.Object).Set("year", func() int { return 2026 })
	}}
	rt, _ := runtime.New(runtime.WithModule(clock))
	defer rt.Close()
	v, _ := rt.RunString(context.Background(), "x.js", "require('clock').year() + 1")
	fmt.Println(v)
	// Output: 2027
}

// A script that would run for ever is stopped by its context.
func ExampleRuntime_RunString_cancel() {
	rt, _ := runtime.New()
	defer rt.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := rt.RunString(ctx, "loop.js", "for (;;) {}")
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	// Output: true
}
