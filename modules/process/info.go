package process

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// arch is Node's name of the processor.
func arch() string {
	switch runtime.GOARCH {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	case "mipsle":
		return "mipsel"
	case "ppc64le":
		return "ppc64"
	case "loong64":
		return "loong64"
	}
	return runtime.GOARCH
}

// platform is Node's name of the operating system.
func platform() string {
	switch runtime.GOOS {
	case "windows":
		return "win32"
	case "solaris", "illumos":
		return "sunos"
	}
	return runtime.GOOS
}

// versions says what this is made of, and which Node it stands for.
func versions() [][2]string {
	node := strings.TrimPrefix(modules.NodeVersion, "v")
	list := [][2]string{
		{"node", node},
		{"gojs", modules.Version},
		{"go", strings.TrimPrefix(runtime.Version(), "go")},
		{"modules", "137"},
		{"uv", "1.51.0"},
		{"v8", "13.6.0-goja"},
		{"openssl", "3.4.3+go"}, // whose algorithms and errors crypto has
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if d.Path == "github.com/dop251/goja" {
				list = append(list, [2]string{"goja", strings.TrimPrefix(d.Version, "v")})
			}
		}
	}
	return list
}

// info defines the constant descriptions.
func (p *process) info() {
	vm, o := p.vm, p.object
	p.constant("version", modules.NodeVersion)
	lazy := func(name string, f func() *goja.Object) {
		jsconv.Lazy(vm, o, name, true, func() goja.Value { return f() })
	}
	lazy("versions", func() *goja.Object {
		x := vm.NewObject()
		for _, v := range versions() {
			_ = x.DefineDataProperty(v[0], vm.ToValue(v[1]), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
		}
		return x
	})
	p.constant("arch", arch())
	p.constant("platform", platform())
	lazy("release", func() *goja.Object {
		x := vm.NewObject()
		_ = x.Set("name", "node")
		return x
	})
	lazy("features", func() *goja.Object {
		x := vm.NewObject()
		for _, f := range [...]struct {
			name string
			has  bool
		}{
			{"inspector", false}, {"debug", false}, {"uv", true}, {"ipv6", true},
			{"tls_alpn", true}, {"tls_sni", true}, {"tls_ocsp", false}, {"tls", true},
			{"openssl_is_boringssl", false}, {"cached_builtins", true}, {"require_module", !p.host.Flags.NoRequireModule},
			{"quic", false}, {"typescript", false},
		} {
			_ = x.DefineDataProperty(f.name, vm.ToValue(f.has), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
		}
		return x
	})
	lazy("config", func() *goja.Object {
		// Frozen, as in Node: a description of the build.
		v, err := vm.RunString(`(() => {
			const freeze = (o) => { for (const k in o) if (typeof o[k] === 'object') freeze(o[k]); return Object.freeze(o); };
			return freeze({
				target_defaults: { cflags: [], default_configuration: 'Release', defines: [], include_dirs: [], libraries: [] },
				variables: { host_arch: '` + arch() + `', target_arch: '` + arch() + `', napi_build_version: '0', node_builtin_shareable_builtins: [],
					node_shared: false, v8_enable_i18n_support: 0, asan: 0, node_without_node_options: false },
			});
		})()`)
		if err != nil {
			panic(err)
		}
		return v.(*goja.Object)
	})
}
