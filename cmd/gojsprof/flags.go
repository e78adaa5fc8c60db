package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gojs-run/gojs/modules"
)

// command is a parsed command line.
type command struct {
	script   string // "" for none, "-" for standard input
	args     []string
	execArgv []string
	eval     *string
	print    bool
	check    bool
	version  bool
	help     bool
	require  []string
	flags    modules.Flags
}

// parseFlags reads Node's command line: options before the script are ours, the
// rest is the script's. Options that tune V8 or Node and mean nothing here are
// accepted and kept in process.execArgv.
func parseFlags(argv []string) (*command, error) {
	c := &command{flags: modules.Flags{NodeShim: "auto"}}
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
			c.version = true
		case "-h", "--help":
			c.help = true
		case "-c", "--check":
			c.check = true
		case "-e", "--eval":
			s := take()
			c.eval = &s
		case "-p", "--print", "-pe", "-ep":
			c.print = true
			if hasValue {
				c.eval = &value
			} else if i+1 < len(argv) && (!strings.HasPrefix(argv[i+1], "-") || argv[i+1] == "-") {
				s := take()
				c.eval = &s
			}
		case "-r", "--require":
			c.require = append(c.require, take())
		case "-C", "--conditions":
			c.flags.Conditions = append(c.flags.Conditions, take())
		case "-i", "--interactive":
		case "--no-deprecation":
			c.flags.NoDeprecation = true
		case "--throw-deprecation":
			c.flags.ThrowDeprecation = true
		case "--trace-deprecation":
			c.flags.TraceDeprecation = true
		case "--pending-deprecation":
			c.flags.PendingDeprecation = true
		case "--no-warnings":
			c.flags.NoWarnings = true
		case "--trace-warnings":
			c.flags.TraceWarnings = true
		case "--disable-warning":
			c.flags.DisabledWarnings = append(c.flags.DisabledWarnings, take())
		case "--unhandled-rejections":
			mode := take()
			if !slices.Contains([]string{"strict", "warn", "none", "throw", "warn-with-error-codes"}, mode) && err == nil {
				err = fmt.Errorf("%s is not an allowed value for --unhandled-rejections", mode)
			}
			c.flags.UnhandledRejections = mode
		case "--title":
			c.flags.Title = take()
		case "--preserve-symlinks", "--preserve-symlinks-main":
			c.flags.PreserveSymlinks = true
		case "--node-shim":
			c.flags.NodeShim = take()
			if !slices.Contains([]string{"auto", "always", "never"}, c.flags.NodeShim) && err == nil {
				err = fmt.Errorf("%s is not an allowed value for --node-shim", c.flags.NodeShim)
			}
		case "--import", "--loader", "--experimental-loader", "--env-file", "--env-file-if-exists", "--input-type", "--icu-data-dir", "--redirect-warnings", "--trace-event-categories", "--diagnostic-dir":
			take()
		default:
			if !strings.HasPrefix(arg, "--") {
				return nil, fmt.Errorf("bad option: %s", arg)
			}
		}
		if err != nil {
			return nil, err
		}
		c.execArgv = append(c.execArgv, argv[first:i+1]...)
	}
	rest := argv[min(i, len(argv)):]
	if c.eval != nil {
		c.args = rest
		return c, nil
	}
	if len(rest) > 0 {
		c.script, c.args = rest[0], rest[1:]
	}
	return c, nil
}

const usage = `Usage: gojs [options] [ script.js ] [arguments]
       gojs -e "code" [arguments]
       gojs - [arguments]

  -                            read the script from standard input
  --                           end of gojs's own options
  -c, --check                  check the syntax of the script, do not run it
  -C, --conditions=...         another condition for package exports and imports
  -e, --eval=...               evaluate code
  -h, --help                   print this text
  -p, --print [code]           evaluate code and print its value
  -r, --require=...            load a module before the script
  -v, --version                print the version of Node.js that gojs stands for
  --disable-warning=...        silence warnings by code or type
  --no-deprecation             silence deprecation warnings
  --no-warnings                silence all warnings
  --node-shim=...              when gojs answers as "node" to children: auto, always, never
  --pending-deprecation        emit pending deprecation warnings
  --preserve-symlinks          keep symbolic links when resolving modules
  --throw-deprecation          throw on deprecations
  --title=...                  the process title
  --trace-deprecation          show stacks of deprecation warnings
  --trace-warnings             show stacks of warnings
  --unhandled-rejections=...   strict, warn, none, throw, warn-with-error-codes

Other options of Node.js and V8 are accepted and have no effect.
`
