package http2

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// numbers are the constants of frames, settings, states and errors (RFC 9113) under the names that nghttp2 gives them.
const numbers = `
NGHTTP2_ERR_FRAME_SIZE_ERROR -522
NGHTTP2_SESSION_ SERVER CLIENT
NGHTTP2_STREAM_STATE_ 1 IDLE OPEN RESERVED_LOCAL RESERVED_REMOTE HALF_CLOSED_LOCAL HALF_CLOSED_REMOTE CLOSED
NGHTTP2_FLAG_NONE 0
NGHTTP2_FLAG_END_STREAM 1
NGHTTP2_FLAG_END_HEADERS 4
NGHTTP2_FLAG_ACK 1
NGHTTP2_FLAG_PADDED 8
NGHTTP2_FLAG_PRIORITY 32
DEFAULT_SETTINGS_HEADER_TABLE_SIZE 4096
DEFAULT_SETTINGS_ENABLE_PUSH 1
DEFAULT_SETTINGS_MAX_CONCURRENT_STREAMS 4294967295
DEFAULT_SETTINGS_INITIAL_WINDOW_SIZE 65535
DEFAULT_SETTINGS_MAX_FRAME_SIZE 16384
DEFAULT_SETTINGS_MAX_HEADER_LIST_SIZE 65535
DEFAULT_SETTINGS_ENABLE_CONNECT_PROTOCOL 0
MAX_MAX_FRAME_SIZE 16777215
MIN_MAX_FRAME_SIZE 16384
MAX_INITIAL_WINDOW_SIZE 2147483647
NGHTTP2_SETTINGS_ 1 HEADER_TABLE_SIZE ENABLE_PUSH MAX_CONCURRENT_STREAMS INITIAL_WINDOW_SIZE MAX_FRAME_SIZE MAX_HEADER_LIST_SIZE
NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL 8
PADDING_STRATEGY_ NONE ALIGNED MAX
PADDING_STRATEGY_CALLBACK 1
NGHTTP2_ NO_ERROR PROTOCOL_ERROR INTERNAL_ERROR FLOW_CONTROL_ERROR SETTINGS_TIMEOUT STREAM_CLOSED FRAME_SIZE_ERROR REFUSED_STREAM CANCEL COMPRESSION_ERROR CONNECT_ERROR ENHANCE_YOUR_CALM INADEQUATE_SECURITY HTTP_1_1_REQUIRED
NGHTTP2_DEFAULT_WEIGHT 16
`

// headers are the field names that have a constant HTTP2_HEADER_*.
const headers = `
:status :method :authority :scheme :path :protocol accept-encoding accept-language accept-ranges accept
access-control-allow-credentials access-control-allow-headers access-control-allow-methods access-control-allow-origin
access-control-expose-headers access-control-request-headers access-control-request-method age authorization cache-control
connection content-disposition content-encoding content-length content-type cookie date etag forwarded host
if-modified-since if-none-match if-range last-modified link location range referer server set-cookie
strict-transport-security transfer-encoding te upgrade-insecure-requests upgrade user-agent vary x-content-type-options
x-frame-options keep-alive proxy-connection x-xss-protection alt-svc content-security-policy early-data expect-ct origin
purpose timing-allow-origin x-forwarded-for priority accept-charset access-control-max-age allow content-language
content-location content-md5 content-range dnt expect expires from if-match if-unmodified-since max-forwards prefer
proxy-authenticate proxy-authorization refresh retry-after trailer tk via warning www-authenticate http2-settings
`

// methods are the request methods that have a constant HTTP2_METHOD_*.
const methods = `
ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT CONNECT COPY DELETE GET HEAD LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL
MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PATCH POST PRI PROPFIND PROPPATCH PUT REBIND REPORT SEARCH TRACE UNBIND
UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL
`

// statuses are the names of status codes. A number says where the count goes on.
const statuses = `
100 CONTINUE SWITCHING_PROTOCOLS PROCESSING EARLY_HINTS
200 OK CREATED ACCEPTED NON_AUTHORITATIVE_INFORMATION NO_CONTENT RESET_CONTENT PARTIAL_CONTENT MULTI_STATUS ALREADY_REPORTED
226 IM_USED
300 MULTIPLE_CHOICES MOVED_PERMANENTLY FOUND SEE_OTHER NOT_MODIFIED USE_PROXY
307 TEMPORARY_REDIRECT PERMANENT_REDIRECT
400 BAD_REQUEST UNAUTHORIZED PAYMENT_REQUIRED FORBIDDEN NOT_FOUND METHOD_NOT_ALLOWED NOT_ACCEPTABLE
407 PROXY_AUTHENTICATION_REQUIRED REQUEST_TIMEOUT CONFLICT GONE LENGTH_REQUIRED PRECONDITION_FAILED PAYLOAD_TOO_LARGE
414 URI_TOO_LONG UNSUPPORTED_MEDIA_TYPE RANGE_NOT_SATISFIABLE EXPECTATION_FAILED TEAPOT
421 MISDIRECTED_REQUEST UNPROCESSABLE_ENTITY LOCKED FAILED_DEPENDENCY TOO_EARLY UPGRADE_REQUIRED
428 PRECONDITION_REQUIRED TOO_MANY_REQUESTS
431 REQUEST_HEADER_FIELDS_TOO_LARGE
451 UNAVAILABLE_FOR_LEGAL_REASONS
500 INTERNAL_SERVER_ERROR NOT_IMPLEMENTED BAD_GATEWAY SERVICE_UNAVAILABLE GATEWAY_TIMEOUT HTTP_VERSION_NOT_SUPPORTED
506 VARIANT_ALSO_NEGOTIATES INSUFFICIENT_STORAGE LOOP_DETECTED BANDWIDTH_LIMIT_EXCEEDED NOT_EXTENDED NETWORK_AUTHENTICATION_REQUIRED
`

// constants makes http2.constants.
func constants(vm *goja.Runtime) *goja.Object {
	o := vm.CreateObject(nil)
	set := func(name string, value any) { _ = o.Set(name, value) }
	for line := range strings.Lines(strings.TrimSpace(numbers)) {
		words := strings.Fields(line)
		if !strings.HasSuffix(words[0], "_") {
			n, _ := strconv.ParseInt(words[1], 10, 64)
			set(words[0], n)
			continue
		}
		count(words[1:], func(name string, n int) { set(words[0]+name, n) })
	}
	for name := range strings.FieldsSeq(headers) {
		set("HTTP2_HEADER_"+constantName(strings.TrimPrefix(name, ":")), name)
	}
	for name := range strings.FieldsSeq(methods) {
		set("HTTP2_METHOD_"+constantName(name), name)
	}
	count(strings.Fields(statuses), func(name string, n int) { set("HTTP_STATUS_"+name, n) })
	return o
}

// count hands each name on with its number: one more than the name before it, from 0 or the number that stands before it.
func count(words []string, each func(name string, n int)) {
	next := 0
	for _, w := range words {
		if n, err := strconv.Atoi(w); err == nil {
			next = n
			continue
		}
		each(w, next)
		next++
	}
}

func constantName(s string) string {
	return strings.ToUpper(strings.ReplaceAll(s, "-", "_"))
}
