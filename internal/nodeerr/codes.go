package nodeerr

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// describe is the catalogue: class and message of each code.
func describe(vm *goja.Runtime, code string, args []any) (Base, string) {
	a := func(i int) string { return text(vm, args, i) }
	has := func(i int) bool { return i < len(args) && !missing(args[i]) }
	switch code {
	case "ERR_INVALID_ARG_TYPE":
		return TypeError, invalidArgType(vm, a(0), strs(vm, args, 1), value(vm, args, 2))
	case "ERR_INVALID_ARG_VALUE", "ERR_INVALID_ARG_VALUE_RANGE":
		base, reason := TypeError, "is invalid"
		if code == "ERR_INVALID_ARG_VALUE_RANGE" {
			base = RangeError
		}
		if has(2) {
			reason = a(2)
		}
		return base, invalidArgValue(vm, a(0), value(vm, args, 1), reason)
	case "ERR_OUT_OF_RANGE":
		name := `"` + a(0) + `"`
		return RangeError, "The value of " + name + " is out of range. It must be " + a(1) + ". Received " + received(vm, value(vm, args, 2))
	case "ERR_INVALID_RETURN_VALUE":
		return TypeError, "Expected " + a(0) + ` to be returned from the "` + a(1) + `" ` + hookOr(a(1)) + ` but got ` + typed(vm, value(vm, args, 2)) + "."
	case "ERR_MISSING_ARGS":
		return TypeError, missingArgs(vm, args)
	case "ERR_MISSING_OPTION":
		return TypeError, a(0) + " is required"
	case "ERR_INVALID_THIS":
		return TypeError, `Value of "this" must be of type ` + a(0)
	case "ERR_INVALID_STATE":
		return Error, "Invalid state: " + a(0)
	case "ERR_INVALID_STATE_TYPE":
		return TypeError, "Invalid state: " + a(0)
	case "ERR_PERFORMANCE_INVALID_TIMESTAMP":
		return TypeError, a(0) + " is not a valid timestamp"
	case "ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS":
		return TypeError, a(0)
	case "ERR_ZLIB_INITIALIZATION_FAILED":
		return Error, a(0)
	case "ERR_BROTLI_INVALID_PARAM":
		return RangeError, a(0) + " is not a valid Brotli parameter"
	case "ERR_ZSTD_INVALID_PARAM":
		return RangeError, a(0) + " is not a valid zstd parameter"
	case "ERR_TRAILING_JUNK_AFTER_STREAM_END":
		return TypeError, "Trailing junk found after the end of the compressed stream"
	case "ERR_DNS_SET_SERVERS_FAILED":
		return Error, `c-ares failed to set servers: "` + a(0) + `" [` + a(1) + "]"
	case "ERR_INVALID_IP_ADDRESS":
		return TypeError, "Invalid IP address: " + a(0)
	case "ERR_UNKNOWN_ENCODING":
		if o, ok := value(vm, args, 0).(*goja.Object); ok { // as util.format's %s has it
			return TypeError, "Unknown encoding: " + InspectValue(vm, o, 0)
		}
		return TypeError, "Unknown encoding: " + a(0)
	case "ERR_UNKNOWN_SIGNAL":
		return TypeError, "Unknown signal: " + a(0)
	case "ERR_UNKNOWN_BUILTIN_MODULE":
		return Error, "No such built-in module: " + a(0)
	case "ERR_ILLEGAL_CONSTRUCTOR":
		return TypeError, "Illegal constructor"
	case "ERR_CONSTRUCT_CALL_REQUIRED":
		return TypeError, "Class constructor " + a(0) + " cannot be invoked without `new`"
	case "ERR_CONSTRUCT_CALL_INVALID":
		return TypeError, "Constructor cannot be called"
	case "ERR_METHOD_NOT_IMPLEMENTED":
		return Error, "The " + a(0) + " method is not implemented"
	case "ERR_MULTIPLE_CALLBACK":
		return Error, "Callback called multiple times"
	case "ERR_STREAM_PREMATURE_CLOSE":
		return Error, "Premature close"
	case "ERR_STREAM_DESTROYED":
		return Error, "Cannot call " + a(0) + " after a stream was destroyed"
	case "ERR_STREAM_ALREADY_FINISHED":
		return Error, "Cannot call " + a(0) + " after a stream was finished"
	case "ERR_STREAM_CANNOT_PIPE":
		return Error, "Cannot pipe, not readable"
	case "ERR_STREAM_NULL_VALUES":
		return TypeError, "May not write null values to stream"
	case "ERR_STREAM_PUSH_AFTER_EOF":
		return Error, "stream.push() after EOF"
	case "ERR_STREAM_UNSHIFT_AFTER_END_EVENT":
		return Error, "stream.unshift() after end event"
	case "ERR_STREAM_WRITE_AFTER_END":
		return Error, "write after end"
	case "ERR_STREAM_UNABLE_TO_PIPE":
		return Error, "Cannot pipe to a closed or destroyed stream"
	case "ERR_STREAM_ITER_MISSING_FLAG":
		return TypeError, "The stream iteration API is not enabled"
	case "ERR_STREAM_WRAP":
		return Error, "Stream has StringDecoder set or is in objectMode"
	case "ERR_STREAM_RELEASE_LOCK":
		return Error, "Stream reader released lock"
	case "ERR_UNHANDLED_ERROR":
		if has(0) {
			return Error, "Unhandled error. (" + a(0) + ")"
		}
		return Error, "Unhandled error."
	case "ERR_FALSY_VALUE_REJECTION":
		return Error, "Promise was rejected with falsy value"
	case "ERR_INVALID_CALLBACK":
		return TypeError, "Callback must be a function. Received " + received(vm, value(vm, args, 0))
	case "ERR_CHILD_PROCESS_STDIO_MAXBUFFER":
		return RangeError, a(0) + " maxBuffer length exceeded"
	case "ERR_CHILD_PROCESS_IPC_REQUIRED":
		return Error, "Forked processes must have an IPC channel, missing value 'ipc' in " + a(0)
	case "ERR_CHILD_CLOSED_BEFORE_REPLY":
		return Error, "Child closed before reply received"
	case "ERR_IPC_CHANNEL_CLOSED":
		return Error, "Channel closed"
	case "ERR_IPC_DISCONNECTED":
		return Error, "IPC channel is already disconnected"
	case "ERR_IPC_ONE_PIPE":
		return Error, "Child process can have only one IPC pipe"
	case "ERR_IPC_SYNC_FORK":
		return Error, "IPC cannot be used with synchronous forks"
	case "ERR_INVALID_SYNC_FORK_INPUT":
		return TypeError, "Asynchronous forks do not support Buffer, TypedArray, DataView or string input: " + a(0)
	case "ERR_INVALID_HANDLE_TYPE":
		return TypeError, "This handle type cannot be sent"
	case "ERR_INVALID_FD_TYPE":
		return TypeError, "Unsupported fd type: " + a(0)
	case "ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH":
		return RangeError, "Packed settings length must be a multiple of six"
	case "ERR_INVALID_FD":
		return RangeError, `"fd" must be a positive integer: ` + a(0)
	case "ERR_BUFFER_OUT_OF_BOUNDS":
		if has(0) {
			return RangeError, `"` + a(0) + `" is outside of buffer bounds`
		}
		return RangeError, "Attempt to access memory outside buffer bounds"
	case "ERR_BUFFER_TOO_LARGE":
		return RangeError, "Cannot create a Buffer larger than " + a(0) + " bytes"
	case "ERR_INVALID_BUFFER_SIZE":
		return RangeError, "Buffer size must be a multiple of " + a(0)
	case "ERR_STRING_TOO_LONG":
		return Error, "Cannot create a string longer than 0x" + strconv.FormatInt(1<<29-24, 16) + " characters"
	case "ERR_ENCODING_INVALID_ENCODED_DATA":
		return TypeError, "The encoded data was not valid for encoding " + a(0)
	case "ERR_ENCODING_NOT_SUPPORTED":
		return RangeError, `The "` + a(0) + `" encoding is not supported`
	case "ERR_INVALID_URL":
		return TypeError, "Invalid URL"
	case "ERR_INVALID_URL_PATTERN":
		return TypeError, a(0)
	case "ERR_INVALID_URL_SCHEME":
		return TypeError, "The URL must be of scheme " + strings.Join(strs(vm, args, 0), " or ")
	case "ERR_INVALID_FILE_URL_HOST":
		return TypeError, `File URL host must be "localhost" or empty on ` + a(0)
	case "ERR_INVALID_FILE_URL_PATH":
		return TypeError, "File URL path " + a(0)
	case "ERR_INVALID_URI":
		return URIError, "URI malformed"
	case "ERR_INVALID_TUPLE":
		return TypeError, a(0) + " must be an iterable " + a(1) + " tuple"
	case "ERR_ARG_NOT_ITERABLE":
		return TypeError, a(0) + " must be iterable"
	case "ERR_EVENT_RECURSION":
		return Error, `The event "` + a(0) + `" is already being dispatched`
	case "ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION":
		return Error, "Deserialize main function is already configured."
	case "ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET":
		return Error, "`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active"
	case "ERR_UNHANDLED_REJECTION":
		return Error, "This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason \"" + a(0) + "\"."
	case "ERR_WORKER_UNSUPPORTED_OPERATION":
		return TypeError, a(0) + " is not supported in workers"
	case "ERR_WORKER_PATH":
		hint := ""
		if strings.HasPrefix(a(0), "file://") || strings.HasPrefix(a(0), "data:text/javascript") {
			hint = " Wrap file:// URLs with `new URL`."
			if strings.HasPrefix(a(0), "data:") {
				hint = " Wrap data: URLs with `new URL`."
			}
		}
		return TypeError, "The worker script or module filename must be an absolute path or a relative path starting with './' or '../'." + hint + " Received \"" + a(0) + "\""
	case "ERR_WORKER_NOT_RUNNING":
		return Error, "Worker instance not running"
	case "ERR_WORKER_UNSERIALIZABLE_ERROR":
		return Error, "Serializing an uncaught exception failed"
	case "ERR_WORKER_INVALID_EXEC_ARGV":
		return Error, "Initiated Worker with " + a(1) + ": " + strings.Join(strs(vm, args, 0), ", ")
	case "ERR_WORKER_OUT_OF_MEMORY":
		return Error, "Worker terminated due to reaching memory limit: " + a(0)
	case "ERR_WORKER_INIT_FAILED":
		return Error, "Worker initialization failure: " + a(0)
	case "ERR_WORKER_MESSAGING_FAILED":
		return Error, "Cannot find the destination thread or listener"
	case "ERR_WORKER_MESSAGING_ERRORED":
		return Error, "The destination thread threw an error while processing the message"
	case "ERR_WORKER_MESSAGING_SAME_THREAD":
		return Error, "Cannot sent a message to the same thread"
	case "ERR_WORKER_MESSAGING_TIMEOUT":
		return Error, "Sending a message to another thread timed out"
	case "ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE":
		return Error, "A message object could not be deserialized successfully in the target vm.Context"
	case "ERR_CLOSED_MESSAGE_PORT":
		return Error, "Cannot send data on closed MessagePort"
	case "ERR_OPERATION_FAILED":
		return Error, "Operation failed: " + a(0)
	case "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM":
		return TypeError, "The feature " + a(0) + " is unavailable on the current platform, which is being used to run Node.js"
	case "ERR_NO_CRYPTO":
		return Error, "Node.js is not compiled with OpenSSL crypto support"
	case "ERR_UNKNOWN_CREDENTIAL":
		return Error, a(0) + " identifier does not exist: " + a(1)
	case "ERR_ACCESS_DENIED":
		return Error, a(0)
	case "ERR_FS_FILE_TOO_LARGE":
		return RangeError, "File size (" + a(0) + ") is greater than 2 GiB"
	case "ERR_FS_WATCH_QUEUE_OVERFLOW":
		return Error, "fs.watch() queued more than " + a(0) + " events"
	case "ERR_FS_INVALID_SYMLINK_TYPE":
		return Error, `Symlink type must be one of "dir", "file", or "junction". Received "` + a(0) + `"`
	case "ERR_FS_EISDIR":
		return Error, "Path is a directory: " + a(0)
	case "ERR_DIR_CLOSED":
		return Error, "Directory handle was closed"
	case "ERR_DIR_CONCURRENT_OPERATION":
		return Error, "Cannot do synchronous work on directory handle with concurrent asynchronous operations"
	case "ERR_REQUIRE_ESM":
		return Error, "require() of ES Module " + a(0) + " not supported."
	case "ERR_REQUIRE_ASYNC_MODULE":
		m := "require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla."
		if has(1) && a(1) != "" {
			m += "\n  From " + a(1) + " "
		}
		if has(0) {
			m += "\n  Requiring " + a(0) + " "
		}
		return Error, m
	case "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING":
		return TypeError, "A dynamic import callback was not specified."
	case "ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION":
		return Error, "Operation cannot be invoked when not in a single-executable application"
	case "ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED":
		return Error, "Async loader request never settled"
	case "ERR_LOADER_CHAIN_INCOMPLETE":
		return Error, `"` + a(0) + `" did not call the next hook in its chain and did not explicitly signal a short circuit. If this is intentional, include ` + "`shortCircuit: true` in the hook's return."
	case "ERR_INVALID_RETURN_PROPERTY_VALUE":
		return TypeError, "Expected " + a(0) + ` to be returned for the "` + a(2) + `" from the "` + a(1) + `" hook but got ` + typed(vm, value(vm, args, 3)) + "."
	case "ERR_INPUT_TYPE_NOT_ALLOWED":
		return Error, "--input-type can only be used with string input via --eval, --print, or STDIN"
	case "ERR_EVAL_ESM_CANNOT_PRINT":
		return Error, "--print cannot be used with ESM input"
	case "ERR_REQUIRE_CYCLE_MODULE":
		return Error, "Cannot " + a(0) + " in a cycle. (from " + a(1) + ") A cycle involving require(esm) is not allowed to maintain invariants mandated by the ECMAScript specification. Try making at least part of the dependency in the graph lazily loaded."
	case "ERR_MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT", "ERR_UNKNOWN_FILE_EXTENSION", "ERR_UNKNOWN_MODULE_FORMAT", "ERR_UNSUPPORTED_ESM_URL_SCHEME",
		"ERR_UNSUPPORTED_RESOLVE_REQUEST", "ERR_IMPORT_ATTRIBUTE_MISSING", "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED", "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE":
		return modulesError(code, a)
	case "ERR_PACKAGE_PATH_NOT_EXPORTED":
		return Error, packagePathNotExported(a(0), a(1), a(2))
	case "ERR_PACKAGE_IMPORT_NOT_DEFINED":
		m := `Package import specifier "` + a(0) + `" is not defined`
		if has(1) && a(1) != "" {
			m += " in package " + a(1) + "package.json"
		}
		if has(2) && a(2) != "" {
			m += " imported from " + a(2)
		}
		return TypeError, m
	case "ERR_INVALID_PACKAGE_TARGET":
		return Error, invalidPackageTarget(a(0), a(1), a(2), a(3))
	case "ERR_INVALID_PACKAGE_CONFIG":
		m := "Invalid package config " + a(0) + "."
		if has(1) && a(1) != "" {
			m += " While importing " + a(1)
		}
		if has(2) && a(2) != "" {
			m += ". " + a(2)
		}
		return Error, m
	case "ERR_INVALID_MODULE_SPECIFIER":
		m := `Invalid module "` + a(0) + `" ` + a(1)
		if has(2) && a(2) != "" {
			m += " imported from " + a(2)
		}
		return TypeError, m
	case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE", "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL", "ERR_PARSE_ARGS_UNKNOWN_OPTION", "ERR_INVALID_OBJECT_DEFINE_PROPERTY", "ERR_PROTO_ACCESS":
		return TypeError, a(0)
	case "ERR_AMBIGUOUS_ARGUMENT":
		return TypeError, `The "` + a(0) + `" argument is ambiguous. ` + a(1)
	case "ERR_INCOMPATIBLE_OPTION_PAIR":
		return TypeError, `Option "` + a(0) + `" cannot be used in combination with option "` + a(1) + `"`
	case "ERR_INVALID_CHAR":
		m := "Invalid character in " + a(0)
		if has(1) {
			m += ` ["` + a(1) + `"]`
		}
		return TypeError, m
	case "ERR_SCRIPT_EXECUTION_TIMEOUT":
		return Error, "Script execution timed out after " + a(0) + "ms"
	case "ERR_CONSOLE_WRITABLE_STREAM":
		return TypeError, "Console expects a writable stream instance for " + a(0)
	case "ERR_INVALID_CURSOR_POS":
		return TypeError, "Cannot set cursor row without setting its column"
	case "ERR_USE_AFTER_CLOSE":
		return Error, a(0) + " was closed"
	case "ERR_SOCKET_ALREADY_BOUND":
		return Error, "Socket is already bound"
	case "ERR_SOCKET_BAD_BUFFER_SIZE":
		return TypeError, "Buffer size must be a positive integer"
	case "ERR_SOCKET_BAD_TYPE":
		return TypeError, "Bad socket type specified. Valid types are: udp4, udp6"
	case "ERR_SOCKET_DGRAM_IS_CONNECTED":
		return Error, "Already connected"
	case "ERR_SOCKET_DGRAM_NOT_CONNECTED":
		return Error, "Not connected"
	case "ERR_SOCKET_DGRAM_NOT_RUNNING":
		return Error, "Not running"
	case "ERR_SOCKET_CLOSED":
		return Error, "Socket is closed"
	case "ERR_SOCKET_CLOSED_BEFORE_CONNECTION":
		return Error, "Socket closed before the connection was established"
	case "ERR_SOCKET_CONNECTION_TIMEOUT":
		return Error, "Socket connection timeout"
	case "ERR_SERVER_ALREADY_LISTEN":
		return Error, "Listen method has been called more than once without closing."
	case "ERR_SERVER_NOT_RUNNING":
		return Error, "Server is not running."
	case "ERR_INVALID_ADDRESS":
		return Error, "Invalid socket address"
	case "ERR_INVALID_ADDRESS_FAMILY":
		return RangeError, "Invalid address family: " + a(0) + " " + a(1) + ":" + a(2)
	case "ERR_IP_BLOCKED":
		return Error, "IP(" + a(0) + ") is blocked by net.BlockList"
	case "ERR_SOCKET_BAD_PORT":
		allow := ">="
		if has(2) && a(2) == "false" {
			allow = ">"
		}
		return RangeError, a(0) + " should be " + allow + " 0 and < 65536. Received " + typed(vm, value(vm, args, 1)) + "."
	case "ERR_HTTP_BODY_NOT_ALLOWED", "ERR_HTTP_CONTENT_LENGTH_MISMATCH", "ERR_HTTP_HEADERS_SENT", "ERR_HTTP_INVALID_HEADER_VALUE",
		"ERR_HTTP_INVALID_STATUS_CODE", "ERR_HTTP_REQUEST_TIMEOUT", "ERR_HTTP_SOCKET_ASSIGNED", "ERR_HTTP_SOCKET_ENCODING",
		"ERR_HTTP_TRAILER_INVALID", "ERR_INVALID_HTTP_TOKEN", "ERR_INVALID_PROTOCOL", "ERR_PROXY_INVALID_CONFIG",
		"ERR_PROXY_TUNNEL", "ERR_UNESCAPED_CHARACTERS":
		if o, ok := value(vm, args, 0).(*goja.Object); ok && code == "ERR_HTTP_INVALID_STATUS_CODE" { // as util.format's %s has it
			return RangeError, "Invalid status code: " + InspectValue(vm, o, 0)
		}
		return httpError(code, a)
	case "ERR_INVALID_MIME_SYNTAX":
		m := "The MIME syntax for a " + a(0) + " in " + strconv.Quote(a(1)) + " is invalid"
		if has(2) && a(2) != "-1" {
			m += " at " + a(2)
		}
		return TypeError, m
	case "ERR_INVALID_ASYNC_ID":
		return RangeError, "Invalid " + a(0) + " value: " + a(1)
	case "ERR_ASYNC_CALLBACK":
		return TypeError, a(0) + " must be a function"
	case "ERR_ASYNC_TYPE":
		return TypeError, `Invalid name for async "type": ` + a(0)
	case "ERR_INTERNAL_ASSERTION":
		return Error, a(0) + "\nThis is caused by either a bug in gojs or incorrect usage of gojs internals."
	}
	if strings.HasPrefix(code, "ERR_CRYPTO_") || strings.HasPrefix(code, "ERR_TLS_") {
		return cryptoError(code, a)
	}
	return Error, a(0)
}

func missing(v any) bool {
	if v == nil {
		return true
	}
	gv, ok := v.(goja.Value)
	return ok && goja.IsUndefined(gv)
}

// text renders args[i] as String() would.
func text(_ *goja.Runtime, args []any, i int) string {
	if i >= len(args) {
		return ""
	}
	switch v := args[i].(type) {
	case nil:
		return ""
	case string:
		return v
	case goja.Value:
		return v.String()
	}
	return fmt.Sprint(args[i])
}

// strs reads args[i] as a list of strings.
func strs(vm *goja.Runtime, args []any, i int) []string {
	if i >= len(args) {
		return nil
	}
	switch v := args[i].(type) {
	case []string:
		return v
	case *goja.Object:
		var list []string
		if v.ClassName() == "Array" && vm.ExportTo(v, &list) == nil {
			return list
		}
	}
	return []string{text(vm, args, i)}
}

func value(vm *goja.Runtime, args []any, i int) goja.Value {
	if i >= len(args) || args[i] == nil {
		return goja.Undefined()
	}
	if v, ok := args[i].(goja.Value); ok {
		return v
	}
	return vm.ToValue(args[i])
}

func missingArgs(vm *goja.Runtime, args []any) string {
	names := make([]string, len(args))
	for i := range args {
		alt := strs(vm, args, i)
		for j := range alt {
			alt[j] = `"` + alt[j] + `"`
		}
		names[i] = strings.Join(alt, " or ")
	}
	switch len(names) {
	case 1:
		return "The " + names[0] + " argument must be specified"
	case 2:
		return "The " + names[0] + " and " + names[1] + " arguments must be specified"
	}
	return "The " + strings.Join(names[:len(names)-1], ", ") + ", and " + names[len(names)-1] + " arguments must be specified"
}

func packagePathNotExported(pkg, subpath, base string) string {
	m := ""
	if subpath == "." {
		m = `No "exports" main defined in ` + pkg + "package.json"
	} else {
		m = "Package subpath '" + subpath + `' is not defined by "exports" in ` + pkg + "package.json"
	}
	if base != "" {
		m += " imported from " + base
	}
	return m
}

func invalidPackageTarget(pkg, key, target, base string) string {
	m := `Invalid "exports" target ` + target
	if strings.HasPrefix(key, "#") {
		m = `Invalid "imports" target ` + target
	}
	if key == "." {
		m = `Invalid "exports" main target ` + target + " defined in the package config " + pkg + "package.json"
	} else {
		m += " defined for '" + key + "' in the package config " + pkg + "package.json"
	}
	if base != "" {
		m += " imported from " + base
	}
	if t := strings.Trim(target, `"`); t != "" && !strings.HasPrefix(t, "./") && !strings.HasPrefix(key, "#") {
		m += `; targets must start with "./"`
	}
	return m
}
