package runtime

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/gojs-run/gojs/modules"
)

// childMain says that the program starts with ChildMain, so that fork may start it.
var childMain atomic.Bool

// ChildMain makes child_process.fork and NewIsolated work in a program that embeds gojs. There they start
// process.execPath, which is the program itself; so the program calls ChildMain before anything else in main:
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
// os.Args is read as ParseCommandLine reads it. The Runtime is one with WithOwnProcess, so that it may start children. It
// may do no more than what WithPermissions allowed the one that forked it; middleware cannot be handed on, and has to be
// among opts if it is to hold here, too. An uncaught error is reported on os.Stderr.
func ChildMain(opts ...Option) (code int, forked bool) {
	childMain.Store(true)
	if os.Getenv(modules.ChannelFD) == "" {
		return 0, false
	}
	if os.Getenv(isolatedVariable) != "" {
		return isolated(opts), true
	}
	c, err := ParseCommandLine(os.Args[1:], os.Getenv("NODE_OPTIONS"))
	if err == nil && c.Script == "" {
		return 0, false
	}
	var rt *Runtime
	if err == nil {
		c.Flags.NodeShim = "never" // only gojs itself can stand for node
		all := append([]Option{WithFatal(reportFatal)}, opts...)
		rt, err = New(append(append(all, WithOwnProcess()), c.Options()...)...)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", os.Args[0], err)
		return 9, true
	}
	defer rt.Close()
	ctx := context.Background()
	if err = rt.Preload(ctx, c.Require...); err == nil {
		err = rt.RunFile(ctx, c.Script)
	}
	var exit *ExitError
	switch {
	case err == nil:
		return 0, true
	case errors.As(err, &exit):
		return exit.Code, true
	default:
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
}

func reportFatal(se *ScriptError) {
	fmt.Fprintf(os.Stderr, "%s\nNode.js %s\n", se.Report, modules.NodeVersion)
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
