package nodeerr

import (
	"strconv"
	"strings"
)

// cryptoError is the part of the catalogue that belongs to crypto and tls.
func cryptoError(code string, a func(int) string) (Base, string) {
	switch code {
	case "ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED":
		return Error, "Custom engines not supported by this OpenSSL"
	case "ERR_CRYPTO_ECDH_INVALID_FORMAT":
		return TypeError, "Invalid ECDH format: " + a(0)
	case "ERR_CRYPTO_HASH_FINALIZED":
		return Error, "Digest already called"
	case "ERR_CRYPTO_HASH_UPDATE_FAILED":
		return Error, "Hash update failed"
	case "ERR_CRYPTO_INCOMPATIBLE_KEY":
		return Error, "Incompatible " + a(0) + ": " + a(1)
	case "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS":
		return Error, "The selected key encoding " + a(0) + " " + a(1) + "."
	case "ERR_CRYPTO_INVALID_DIGEST":
		return TypeError, "Invalid digest: " + a(0)
	case "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE":
		return TypeError, "Invalid key object type " + a(0) + ", expected " + a(1) + "."
	case "ERR_CRYPTO_INVALID_STATE":
		return Error, "Invalid state for operation " + a(0)
	case "ERR_CRYPTO_SIGN_KEY_REQUIRED":
		return Error, "No key provided to sign"
	case "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH":
		return RangeError, "Input buffers must have the same byte length"
	case "ERR_CRYPTO_INVALID_JWK":
		return Error, "Invalid JWK data"
	case "ERR_CRYPTO_UNSUPPORTED_OPERATION":
		return Error, "Unsupported crypto operation"
	case "ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS":
		return TypeError, "The ALPNCallback and ALPNProtocols TLS options are mutually exclusive"
	case "ERR_TLS_ALPN_CALLBACK_INVALID_RESULT":
		return TypeError, "ALPN callback returned a value (" + a(0) + ") that did not match any of the client's offered protocols (" +
			strings.ReplaceAll(a(1), ",", ", ") + ")"
	case "ERR_TLS_CERT_ALTNAME_INVALID":
		return Error, "Hostname/IP does not match certificate's altnames: " + a(0)
	case "ERR_TLS_HANDSHAKE_TIMEOUT":
		return Error, "TLS handshake timeout"
	case "ERR_TLS_INVALID_CONTEXT":
		return TypeError, a(0) + " must be a SecureContext"
	case "ERR_TLS_INVALID_PROTOCOL_METHOD":
		return TypeError, a(0)
	case "ERR_TLS_INVALID_PROTOCOL_VERSION":
		return TypeError, strconv.Quote(a(0)) + " is not a valid " + a(1) + " TLS protocol version"
	case "ERR_TLS_INVALID_STATE":
		return Error, "TLS socket connection must be securely established"
	case "ERR_TLS_PROTOCOL_VERSION_CONFLICT":
		return TypeError, "TLS protocol version " + strconv.Quote(a(0)) + " conflicts with secureProtocol " + strconv.Quote(a(1))
	case "ERR_TLS_RENEGOTIATION_DISABLED":
		return Error, "TLS session renegotiation disabled for this socket"
	case "ERR_TLS_REQUIRED_SERVER_NAME":
		return Error, "\"servername\" is required parameter for Server.addContext"
	case "ERR_TLS_SNI_FROM_SERVER":
		return Error, "Cannot issue SNI from a TLS server-side socket"
	case "ERR_TLS_CERT_ALTNAME_FORMAT":
		return SyntaxErr, "Invalid subject alternative name string"
	}
	return Error, strings.TrimSpace(a(0))
}
