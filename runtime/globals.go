package runtime

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/stack"
)

// global is a property of globalThis that comes from a built-in module when it
// is first used. The key is a path in the module's exports, empty for themselves.
type global struct {
	name, module, key string
	enumerable        bool
}

var globals = [...]global{
	{"process", "process", "", false},
	{"Buffer", "buffer", "Buffer", false},
	{"console", "console", "", false},
	{"clearImmediate", "timers", "clearImmediate", true},
	{"setImmediate", "timers", "setImmediate", true},
	{"clearInterval", "timers", "clearInterval", true},
	{"clearTimeout", "timers", "clearTimeout", true},
	{"setInterval", "timers", "setInterval", true},
	{"setTimeout", "timers", "setTimeout", true},
	{"queueMicrotask", "internal/queue_microtask", "queueMicrotask", true},
	{"atob", "buffer", "atob", true},
	{"btoa", "buffer", "btoa", true},
	{"URL", "url", "URL", false},
	{"URLSearchParams", "url", "URLSearchParams", false},
	{"SharedArrayBuffer", "internal/shared_array_buffer", "SharedArrayBuffer", false},
	{"TextEncoder", "util", "TextEncoder", false},
	{"TextDecoder", "util", "TextDecoder", false},
	{"AbortController", "internal/abort_controller", "AbortController", false},
	{"AbortSignal", "internal/abort_controller", "AbortSignal", false},
	{"Event", "internal/event_target", "Event", false},
	{"EventTarget", "internal/event_target", "EventTarget", false},
	{"CustomEvent", "internal/event_target", "CustomEvent", false},
	{"DOMException", "internal/domexception", "DOMException", false},
	{"Blob", "buffer", "Blob", false},
	{"File", "buffer", "File", false},
	{"ReadableStream", "stream/web", "ReadableStream", false},
	{"ReadableStreamDefaultReader", "stream/web", "ReadableStreamDefaultReader", false},
	{"ReadableStreamBYOBReader", "stream/web", "ReadableStreamBYOBReader", false},
	{"ReadableStreamBYOBRequest", "stream/web", "ReadableStreamBYOBRequest", false},
	{"ReadableByteStreamController", "stream/web", "ReadableByteStreamController", false},
	{"ReadableStreamDefaultController", "stream/web", "ReadableStreamDefaultController", false},
	{"TransformStream", "stream/web", "TransformStream", false},
	{"TransformStreamDefaultController", "stream/web", "TransformStreamDefaultController", false},
	{"WritableStream", "stream/web", "WritableStream", false},
	{"WritableStreamDefaultWriter", "stream/web", "WritableStreamDefaultWriter", false},
	{"WritableStreamDefaultController", "stream/web", "WritableStreamDefaultController", false},
	{"ByteLengthQueuingStrategy", "stream/web", "ByteLengthQueuingStrategy", false},
	{"CountQueuingStrategy", "stream/web", "CountQueuingStrategy", false},
	{"TextEncoderStream", "stream/web", "TextEncoderStream", false},
	{"TextDecoderStream", "stream/web", "TextDecoderStream", false},
	{"CompressionStream", "stream/web", "CompressionStream", false},
	{"DecompressionStream", "stream/web", "DecompressionStream", false},
	{"performance", "perf_hooks", "performance", true},
	{"Performance", "perf_hooks", "Performance", false},
	{"PerformanceEntry", "perf_hooks", "PerformanceEntry", false},
	{"PerformanceMark", "perf_hooks", "PerformanceMark", false},
	{"PerformanceMeasure", "perf_hooks", "PerformanceMeasure", false},
	{"PerformanceObserver", "perf_hooks", "PerformanceObserver", false},
	{"PerformanceObserverEntryList", "perf_hooks", "PerformanceObserverEntryList", false},
	{"PerformanceResourceTiming", "perf_hooks", "PerformanceResourceTiming", false},
	{"MessageChannel", "internal/worker/port", "MessageChannel", false},
	{"MessagePort", "internal/worker/port", "MessagePort", false},
	{"MessageEvent", "internal/worker/message_event", "MessageEvent", false},
	{"BroadcastChannel", "internal/worker/broadcast", "BroadcastChannel", false},
	{"navigator", "internal/navigator", "navigator", true},
	{"Navigator", "internal/navigator", "Navigator", false},
	{"crypto", "internal/crypto/webcrypto", "webcrypto", true},
	{"Crypto", "internal/crypto/webcrypto", "Crypto", false},
	{"CryptoKey", "internal/crypto/webcrypto", "CryptoKey", false},
	{"SubtleCrypto", "internal/crypto/webcrypto", "SubtleCrypto", false},
	{"fetch", "internal/fetch/fetch", "fetch", true},
	{"CloseEvent", "internal/fetch/events", "CloseEvent", false},
	{"ErrorEvent", "internal/fetch/events", "ErrorEvent", false},
	{"FormData", "internal/fetch/formdata", "FormData", false},
	{"Headers", "internal/fetch/headers", "Headers", false},
	{"Request", "internal/fetch/request", "Request", false},
	{"Response", "internal/fetch/response", "Response", false},
	{"WebSocket", "internal/fetch/websocket", "WebSocket", false},
	{"WebAssembly", "internal/webassembly", "", false},
	{"URLPattern", "url", "URLPattern", false},
	{"structuredClone", "internal/structured_clone", "structuredClone", true},
}

// installGlobals defines what scripts find on globalThis. Nothing is loaded.
func (r *Runtime) installGlobals() {
	vm := r.vm
	stack.Install(vm)
	g := vm.GlobalObject()
	_ = g.Set("global", g)
	jsconv.Hidden(g, loader.CaughtName, jsconv.NewFunc(vm, "", 1, func(c goja.FunctionCall) goja.Value {
		return stack.Seen(vm, c.Argument(0))
	}))
	_ = g.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("global"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	r.installLanguage()
	if flags := r.env.Host.Flags; flags.EventSource {
		jsconv.Lazy(vm, g, "EventSource", false, func() goja.Value {
			return r.env.Require("internal/fetch/eventsource").Get("EventSource")
		})
	} else if flags.NoWebSocket {
		_ = g.Delete("WebSocket")
		_ = g.Delete("CloseEvent")
	}
}
