package runtime

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/gojs-run/gojs/modules"
)

// childMain says that the program starts with ChildMain, so that fork may start it.
var childMain atomic.Bool

// ChildMain makes child_process.fork work in a program that embeds gojs. There fork starts process.execPath, which is
// the program itself; so the program calls ChildMain before anything else in main:
//
//	func main() {
//		if code, forked := runtime.ChildMain(); forked {
//			os.Exit(code)
//		}
//		...
//
// In a process that fork has started it runs the script that is wanted, in a Runtime with the given options, and returns
// its exit code and true. In any other it returns false at once; from then on fork is allowed, which in a program that
// never called ChildMain throws an error and starts nothing.
//
// Whatever follows the script in os.Args is the script's, arguments before it that begin with "-" are process.execArgv.
// The Runtime is one with WithOwnProcess. An uncaught error is reported on os.Stderr.
func ChildMain(opts ...Option) (code int, forked bool) {
	childMain.Store(true)
	if os.Getenv(modules.ChannelFD) == "" {
		return 0, false
	}
	args := os.Args[1:]
	var execArgv []string
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		execArgv, args = append(execArgv, args[0]), args[1:]
	}
	if len(args) == 0 {
		return 0, false
	}
	rt, err := New(append(append([]Option{WithFatal(func(se *ScriptError) {
		fmt.Fprintf(os.Stderr, "%s\nNode.js %s\n", se.Report, modules.NodeVersion)
	})}, opts...), WithOwnProcess(), WithArgs(args[1:]...), WithExecArgv(execArgv...))...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	defer rt.Close()
	var exit *ExitError
	switch err := rt.RunFile(context.Background(), args[0]); {
	case err == nil:
		return 0, true
	case errors.As(err, &exit):
		return exit.Code, true
	default:
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
}

// takeChannel reads where the channel to the process that forked this one is, and removes that from the environment: no
// child of ours has it.
func takeChannel(env *modules.Environ) *modules.Channel {
	text, ok := os.LookupEnv(modules.ChannelFD)
	if !ok {
		return nil
	}
	mode := os.Getenv(modules.ChannelMode)
	for _, name := range []string{modules.ChannelFD, modules.ChannelMode} {
		_ = os.Unsetenv(name)
		env.Delete(name)
	}
	fd, err := strconv.Atoi(text)
	if err != nil || fd < 0 {
		return nil
	}
	return &modules.Channel{FD: fd, Mode: mode}
}
