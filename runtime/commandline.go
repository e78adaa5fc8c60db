package runtime

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/modules"
)

// CommandLine is Node's command line, taken apart (Node: cli.md).
type CommandLine struct {
	Script    string   // "" for none, "-" for standard input
	Args      []string // the script's
	ExecArgv  []string // what came before the script
	Eval      *string  // -e, or -p with code
	Print     bool     // -p
	Check     bool     // -c
	Version   bool     // -v
	Help      bool     // -h
	V8Options bool     // --v8-options: list V8's options
	Require   []string // -r; for Preload
	Flags     modules.Flags
	// Permissions are those of --permission and --allow-...; nil without it.
	Permissions *Permissions
	// Audit: --permission-audit, which refuses nothing and tells of it.
	Audit bool

	killTree bool
	within   *permission.Set // what the process that started this one allows
	grants   Permissions
}

// ParseCommandLine reads a command line without the program's name: options before
// the script are the program's, the rest is the script's. Options that tune V8 or
// Node and mean nothing here are accepted and kept in ExecArgv. The error is for
// the user to read; Node's exit code for it is 9.
//
// nodeOptions are options that come before those of argv and are not in ExecArgv:
// the value of NODE_OPTIONS.
func ParseCommandLine(argv []string, nodeOptions string) (*CommandLine, error) {
	c := &CommandLine{Flags: modules.Flags{NodeShim: "auto"}}
	if nodeOptions != "" {
		words, err := splitOptions(nodeOptions)
		if err != nil {
			return nil, err
		}
		if err := c.parse(words); err != nil {
			return nil, err
		}
		if c.Script != "" || c.Eval != nil || c.Version || c.Help || c.V8Options || c.Check || c.Flags.ExposeInternals {
			return nil, fmt.Errorf("%s is not allowed in NODE_OPTIONS", nodeOptions)
		}
		c.ExecArgv = nil
	}
	if err := c.parse(argv); err != nil {
		return c, err
	}
	if slices.Contains(c.ExecArgv, "--tls-min-v1.3") && slices.Contains(c.ExecArgv, "--tls-max-v1.2") {
		return c, errors.New("either --tls-min-v1.3 or --tls-max-v1.2 can be used, not both")
	}
	return c, c.checkGrants()
}

// checkGrants refuses grants without --permission: who gives them believes that the rest is denied.
func (c *CommandLine) checkGrants() error {
	if c.Permissions != nil {
		*c.Permissions = c.grants
		return nil
	}
	if g := c.grants.Flags(); len(g) > 1 {
		return errors.New("--permission is required")
	}
	return nil
}

// splitOptions divides NODE_OPTIONS at spaces that are not within double quotes.
func splitOptions(s string) ([]string, error) {
	var words []string
	var word strings.Builder
	quoted, begun := false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && quoted && i+1 < len(s):
			i++
			word.WriteByte(s[i])
		case c == '"':
			quoted, begun = !quoted, true
		case c == ' ' && !quoted:
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	if quoted {
		return nil, errors.New("invalid value for NODE_OPTIONS (unterminated string)")
	}
	if begun {
		words = append(words, word.String())
	}
	return words, nil
}

func (c *CommandLine) parse(argv []string) error {
	i := 0
	next := func(name string) (string, error) {
		i++
		if i >= len(argv) {
			return "", fmt.Errorf("%s requires an argument", name)
		}
		return argv[i], nil
	}
	for ; i < len(argv); i++ {
		arg := argv[i]
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			break
		}
		if arg == "--" {
			i++
			break
		}
		name, value, hasValue := strings.Cut(arg, "=")
		if !strings.HasPrefix(arg, "--") {
			name, hasValue = arg, false
		}
		first := i
		var err error
		take := func() string {
			if hasValue {
				return value
			}
			var s string
			s, err = next(name)
			return s
		}
		switch strings.ReplaceAll(name, "_", "-") {
		case "-v", "--version":
			c.Version = true
		case "--v8-options":
			c.V8Options = true
		case "-h", "--help":
			c.Help = true
		case "-c", "--check":
			c.Check = true
		case "-e", "--eval":
			s := take()
			c.Eval = &s
		case "-p", "--print", "-pe", "-ep":
			c.Print = true
			if hasValue {
				c.Eval = &value
			} else if i+1 < len(argv) && (!strings.HasPrefix(argv[i+1], "-") || argv[i+1] == "-") {
				s := take()
				c.Eval = &s
			}
		case "-r", "--require":
			c.Require = append(c.Require, take())
		case "-C", "--conditions":
			c.Flags.Conditions = append(c.Flags.Conditions, take())
		case "-i", "--interactive":
		case "--no-deprecation":
			c.Flags.NoDeprecation = true
		case "--expose-internals":
			c.Flags.ExposeInternals = true
		case "--no-numeric-tier":
			c.Flags.NoNumericTier = true
		case "--numeric-tier":
			c.Flags.NoNumericTier = false
		case "--trace-numeric":
			c.Flags.TraceNumeric = true
		case "--throw-deprecation":
			c.Flags.ThrowDeprecation = true
		case "--trace-deprecation":
			c.Flags.TraceDeprecation = true
		case "--pending-deprecation":
			c.Flags.PendingDeprecation = true
		case "--no-warnings":
			c.Flags.NoWarnings = true
		case "--trace-exit":
			c.Flags.TraceExit = true
		case "--trace-warnings":
			c.Flags.TraceWarnings = true
		case "--disable-warning":
			c.Flags.DisabledWarnings = append(c.Flags.DisabledWarnings, take())
		case "--unhandled-rejections":
			mode := take()
			if !slices.Contains([]string{"strict", "warn", "none", "throw", "warn-with-error-codes"}, mode) && err == nil {
				err = errors.New("invalid value for --unhandled-rejections")
			}
			c.Flags.UnhandledRejections = mode
		case "--title":
			c.Flags.Title = take()
		case "--preserve-symlinks":
			c.Flags.PreserveSymlinks = true
		case "--preserve-symlinks-main":
			c.Flags.PreserveSymlinksMain = true
		case "--no-experimental-require-module", "--no-require-module":
			c.Flags.NoRequireModule = true
		case "--experimental-require-module", "--require-module":
			c.Flags.NoRequireModule = false
		case "--experimental-eventsource":
			c.Flags.EventSource = true
		case "--no-experimental-websocket":
			c.Flags.NoWebSocket = true
		case "--node-shim":
			c.Flags.NodeShim = take()
			if !slices.Contains([]string{"auto", "always", "never"}, c.Flags.NodeShim) && err == nil {
				err = fmt.Errorf("%s is not an allowed value for --node-shim", c.Flags.NodeShim)
			}
		case "--import":
			c.Flags.Imports = append(c.Flags.Imports, take())
		case "--experimental-config-file":
			if problem := c.configure(take()); problem != nil && err == nil {
				err = problem
			}
		case "--kill-tree":
			c.killTree = true
		case "--permission":
			c.Permissions = &Permissions{}
		case "--permission-audit":
			c.Permissions, c.Audit = &Permissions{}, true
		case "--allow-fs-read", "--allow-fs-write":
			c.grants.Flag(name, take(), true)
		case "--allow-child-process", "--allow-net", "--allow-env", "--allow-worker", "--allow-addons", "--allow-wasi", "--allow-inspector":
			c.grants.Flag(name, value, hasValue)
		case withinFlag:
			within, problem := permission.Decode(take())
			if problem != nil && err == nil {
				err = problem
			}
			c.within = within.And(c.within)
			continue // the script need not know
		case "--input-type":
			c.Flags.InputType = take()
		case "--loader", "--experimental-loader":
			c.Flags.Loaders = append(c.Flags.Loaders, take())
		case "--env-file", "--env-file-if-exists", "--icu-data-dir", "--redirect-warnings", "--trace-event-categories", "--diagnostic-dir", "--experimental-default-type":
			take()
		default:
			if !strings.HasPrefix(arg, "--") {
				return fmt.Errorf("bad option: %s", arg)
			}
		}
		if err != nil {
			return err
		}
		c.ExecArgv = append(c.ExecArgv, argv[first:i+1]...)
	}
	rest := argv[min(i, len(argv)):]
	if c.Eval != nil {
		c.Args = rest
		return nil
	}
	if len(rest) > 0 {
		c.Script, c.Args = rest[0], rest[1:]
	}
	return nil
}

// Options are what New needs to know of the command line.
func (c *CommandLine) Options() []Option {
	list := []Option{WithArgs(c.Args...), WithExecArgv(c.ExecArgv...), WithFlags(c.Flags), withinPermissions(c.within)}
	if c.Permissions != nil {
		list = append(list, WithPermissions(*c.Permissions))
	}
	if c.killTree {
		list = append(list, WithKillTree(true))
	}
	if c.Audit {
		list = append(list, WithPermissionAudit())
	}
	return list
}
