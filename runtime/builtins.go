package runtime

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/absent"
	"github.com/gojs-run/gojs/modules/assert"
	asynchooks "github.com/gojs-run/gojs/modules/async_hooks"
	"github.com/gojs-run/gojs/modules/buffer"
	childprocess "github.com/gojs-run/gojs/modules/child_process"
	"github.com/gojs-run/gojs/modules/cluster"
	"github.com/gojs-run/gojs/modules/console"
	"github.com/gojs-run/gojs/modules/crypto"
	"github.com/gojs-run/gojs/modules/dgram"
	diagnosticschannel "github.com/gojs-run/gojs/modules/diagnostics_channel"
	"github.com/gojs-run/gojs/modules/dns"
	"github.com/gojs-run/gojs/modules/domain"
	jserrors "github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/esm"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/eventtarget"
	"github.com/gojs-run/gojs/modules/fetch"
	"github.com/gojs-run/gojs/modules/fs"
	"github.com/gojs-run/gojs/modules/http"
	"github.com/gojs-run/gojs/modules/http2"
	"github.com/gojs-run/gojs/modules/https"
	"github.com/gojs-run/gojs/modules/language"
	"github.com/gojs-run/gojs/modules/module"
	"github.com/gojs-run/gojs/modules/net"
	"github.com/gojs-run/gojs/modules/os"
	"github.com/gojs-run/gojs/modules/path"
	perfhooks "github.com/gojs-run/gojs/modules/perf_hooks"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/punycode"
	"github.com/gojs-run/gojs/modules/querystring"
	"github.com/gojs-run/gojs/modules/readline"
	"github.com/gojs-run/gojs/modules/stream"
	stringdecoder "github.com/gojs-run/gojs/modules/string_decoder"
	"github.com/gojs-run/gojs/modules/structuredclone"
	"github.com/gojs-run/gojs/modules/test"
	"github.com/gojs-run/gojs/modules/timers"
	"github.com/gojs-run/gojs/modules/tls"
	"github.com/gojs-run/gojs/modules/tty"
	"github.com/gojs-run/gojs/modules/url"
	"github.com/gojs-run/gojs/modules/util"
	"github.com/gojs-run/gojs/modules/v8"
	"github.com/gojs-run/gojs/modules/vm"
	"github.com/gojs-run/gojs/modules/webassembly"
	"github.com/gojs-run/gojs/modules/webstreams"
	workerthreads "github.com/gojs-run/gojs/modules/worker_threads"
	"github.com/gojs-run/gojs/modules/zlib"
)

// builtinModules is the table of built-in modules, in the order of their names
// but for those that are absent, which any other replaces.
func builtinModules() [][]modules.Module {
	return [][]modules.Module{
		absent.Modules(),
		assert.Modules,
		asynchooks.Modules,
		buffer.Modules,
		childprocess.Modules,
		cluster.Modules,
		console.Modules,
		crypto.Modules,
		diagnosticschannel.Modules,
		dgram.Modules,
		dns.Modules,
		domain.Modules,
		jserrors.Modules,
		esm.Modules,
		events.Modules,
		eventtarget.Modules,
		fetch.Modules,
		fs.Modules,
		http.Modules,
		https.Modules,
		http2.Modules,
		language.Modules,
		module.Modules,
		net.Modules,
		os.Modules,
		path.Modules,
		perfhooks.Modules,
		process.Modules,
		punycode.Modules,
		querystring.Modules,
		readline.Modules,
		stream.Modules,
		stringdecoder.Modules,
		structuredclone.Modules,
		test.Modules,
		timers.Modules,
		tls.Modules,
		tty.Modules,
		url.Modules,
		util.Modules,
		v8.Modules,
		vm.Modules,
		webassembly.Modules,
		webstreams.Modules,
		workerthreads.Modules,
		zlib.Modules,
	}
}

// builtins is one Runtime's view of the table: what is loaded and what can be.
type builtins struct {
	env    *modules.Env
	table  map[string]modules.Module
	loaded map[string]*goja.Object // module objects
}

// ownTable has the built-ins by name. Nobody changes it.
var ownTable = sync.OnceValue(func() map[string]modules.Module {
	table := map[string]modules.Module{}
	for _, list := range builtinModules() {
		for _, m := range list {
			table[m.Name] = m
		}
	}
	return table
})

// publicNames are the names of those that scripts may require, sorted.
var publicNames = sync.OnceValue(func() []string { return newTable(ownTable()).names() })

func newBuiltins(extra []modules.Module) *builtins {
	table := ownTable()
	if len(extra) > 0 {
		table = maps.Clone(table)
	}
	for _, m := range extra {
		table[m.Name] = m
	}
	return newTable(table)
}

// newTable makes the view of a Runtime on a table that others may use, too.
func newTable(table map[string]modules.Module) *builtins {
	return &builtins{table: table, loaded: map[string]*goja.Object{}}
}

func (b *builtins) Public(name string) bool {
	m, ok := b.table[name]
	return ok && !m.Internal()
}

func (b *builtins) Names() []string {
	if len(b.table) == len(ownTable()) {
		return publicNames()
	}
	return b.names()
}

func (b *builtins) names() []string {
	var names []string
	for n, m := range b.table {
		if !m.Internal() && !strings.HasPrefix(n, "_") {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// Require loads a module. A module that is being loaded gives what it has
// exported so far, as with require in a cycle.
func (b *builtins) Require(name string) *goja.Object {
	mod, ok := b.loaded[name]
	if !ok {
		m, ok := b.table[name]
		if !ok {
			nodeerr.Throw(b.env.VM, "ERR_UNKNOWN_BUILTIN_MODULE", name)
		}
		mod = b.env.VM.NewObject()
		_ = mod.Set("exports", b.env.VM.NewObject())
		b.loaded[name] = mod
		done := false
		defer func() {
			if !done {
				delete(b.loaded, name)
			}
		}()
		m.Load(b.env, mod)
		done = true
	}
	x, ok := mod.Get("exports").(*goja.Object)
	if !ok {
		panic(b.env.VM.NewTypeError("module %s exports no object", name))
	}
	return x
}
