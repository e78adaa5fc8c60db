package runtime

import (
	"slices"
	"strings"

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
	"github.com/gojs-run/gojs/modules/navigator"
	"github.com/gojs-run/gojs/modules/net"
	"github.com/gojs-run/gojs/modules/os"
	"github.com/gojs-run/gojs/modules/path"
	perfhooks "github.com/gojs-run/gojs/modules/perf_hooks"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/punycode"
	"github.com/gojs-run/gojs/modules/querystring"
	"github.com/gojs-run/gojs/modules/readline"
	"github.com/gojs-run/gojs/modules/sea"
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

// builtinModules is the table of built-in modules in the order of their names,
// those that are absent last. It is searched as it is: a program asks for few of
// them, and making a map of all would be a part of every start.
var builtinModules = [...]*[]modules.Module{
	&assert.Modules,
	&asynchooks.Modules,
	&buffer.Modules,
	&childprocess.Modules,
	&cluster.Modules,
	&console.Modules,
	&crypto.Modules,
	&diagnosticschannel.Modules,
	&dgram.Modules,
	&dns.Modules,
	&domain.Modules,
	&jserrors.Modules,
	&esm.Modules,
	&events.Modules,
	&eventtarget.Modules,
	&fetch.Modules,
	&fs.Modules,
	&http.Modules,
	&https.Modules,
	&http2.Modules,
	&language.Modules,
	&module.Modules,
	&navigator.Modules,
	&net.Modules,
	&os.Modules,
	&path.Modules,
	&perfhooks.Modules,
	&process.Modules,
	&punycode.Modules,
	&querystring.Modules,
	&readline.Modules,
	&sea.Modules,
	&stream.Modules,
	&stringdecoder.Modules,
	&structuredclone.Modules,
	&test.Modules,
	&timers.Modules,
	&tls.Modules,
	&tty.Modules,
	&url.Modules,
	&util.Modules,
	&v8.Modules,
	&vm.Modules,
	&webassembly.Modules,
	&webstreams.Modules,
	&workerthreads.Modules,
	&zlib.Modules,
	&absent.Modules,
}

// builtins is one Runtime's view of the table: what is loaded and what can be.
type builtins struct {
	env    *modules.Env
	extra  []modules.Module        // of the program that embeds gojs: the last of a name counts, before the table
	loaded map[string]*goja.Object // module objects
}

func newBuiltins(extra []modules.Module) *builtins {
	return &builtins{extra: extra, loaded: map[string]*goja.Object{}}
}

// find returns the module of a name, nil if there is none.
func (b *builtins) find(name string) *modules.Module {
	for i := range slices.Backward(b.extra) {
		if b.extra[i].Name == name {
			return &b.extra[i]
		}
	}
	for _, list := range builtinModules {
		for i := range *list {
			if m := &(*list)[i]; m.Name == name {
				return m
			}
		}
	}
	return nil
}

func (b *builtins) Public(name string) bool {
	m := b.find(name)
	return m != nil && (!m.Internal() || m.Exposed && b.env.Host.Flags.ExposeInternals)
}

func (b *builtins) Names() []string {
	var names []string
	add := func(list []modules.Module) {
		for _, m := range list {
			if !m.Internal() && !strings.HasPrefix(m.Name, "_") {
				names = append(names, m.Name)
			}
		}
	}
	add(b.extra)
	for _, list := range builtinModules {
		add(*list)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Require loads a module. A module that is being loaded gives what it has
// exported so far, as with require in a cycle.
func (b *builtins) Require(name string) *goja.Object {
	mod, ok := b.loaded[name]
	if !ok {
		m := b.find(name)
		if m == nil {
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
		m.Evaluate(b.env, mod)
		done = true
	}
	x, ok := mod.Get("exports").(*goja.Object)
	if !ok {
		panic(b.env.VM.NewTypeError("module %s exports no object", name))
	}
	return x
}
