package childprocess_test

import (
	"os"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

// TestMain makes the test's program one that forks itself: scripts of these tests call fork, and their children are it.
func TestMain(m *testing.M) {
	if code, forked := runtime.ChildMain(runtime.WithFlags(modules.Flags{NoWarnings: true}), runtime.WithModule(files)); forked {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

// files is a module whose open(path) returns an object that stands for a descriptor.
var files = modules.Module{Name: "test:files", Load: func(env *modules.Env, module *goja.Object) {
	_ = module.Get("exports").(*goja.Object).Set("open", func(path string) (*goja.Object, error) {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		o := env.VM.NewObject()
		descriptor.Set(env.VM, o, file{f})
		return o, o.Set("close", func() { f.Close() })
	})
}}

type file struct{ *os.File }

func (f file) FD() int { return int(f.Fd()) }
