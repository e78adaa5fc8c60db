package nodeerr

// httpError is the class and message of the errors of module http.
func httpError(code string, a func(int) string) (Base, string) {
	switch code {
	case "ERR_HTTP_BODY_NOT_ALLOWED":
		return Error, "Adding content for this request method or response status is not allowed."
	case "ERR_HTTP_CONTENT_LENGTH_MISMATCH":
		return Error, "Response body's content-length of " + a(0) + " byte(s) does not match the content-length of " + a(1) + " byte(s) set in header"
	case "ERR_HTTP_HEADERS_SENT":
		return Error, "Cannot " + a(0) + " headers after they are sent to the client"
	case "ERR_HTTP_INVALID_HEADER_VALUE":
		return TypeError, `Invalid value "` + a(0) + `" for header "` + a(1) + `"`
	case "ERR_HTTP_INVALID_STATUS_CODE":
		return RangeError, "Invalid status code: " + a(0)
	case "ERR_HTTP_REQUEST_TIMEOUT":
		return Error, "Request timeout"
	case "ERR_HTTP_SOCKET_ASSIGNED":
		return Error, "ServerResponse has an already assigned socket"
	case "ERR_HTTP_SOCKET_ENCODING":
		return Error, "Changing the socket encoding is not allowed per RFC7230 Section 3."
	case "ERR_PROXY_INVALID_CONFIG", "ERR_PROXY_TUNNEL":
		return Error, a(0)
	case "ERR_HTTP_TRAILER_INVALID":
		return Error, "Trailers are invalid with this transfer encoding"
	case "ERR_INVALID_HTTP_TOKEN":
		return TypeError, a(0) + ` must be a valid HTTP token ["` + a(1) + `"]`
	case "ERR_INVALID_PROTOCOL":
		return TypeError, `Protocol "` + a(0) + `" not supported. Expected "` + a(1) + `"`
	}
	return TypeError, a(0) + " contains unescaped characters" // ERR_UNESCAPED_CHARACTERS
}
