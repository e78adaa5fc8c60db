// Package clone is the structured clone algorithm: a value of a VM becomes bytes, or a Value that belongs to no VM, and
// from there a value of the same or another VM (HTML: structured-serialize; Node: v8.md#serialization-api).
//
//	write.go, write_object.go  Writer: V8's wire form, version 15, appended to bytes
//	read.go, read_object.go    Reader: the same back, from bytes that nobody vouches for
//	node.go                    how Node's own serializers write Buffers and other views
//	value.go                   Copy and Value: a clone for another VM of this process
//	tree.go                    its form for small and simple values
//	describe.go                what the error for a value that cannot be cloned calls it
//
// What V8 writes is read here and the other way round; objects are counted exactly as V8 counts them. Prototypes get lost,
// getters are called, functions, symbols, proxies, promises and weak collections are refused.
//
// The Reader's memory is bounded by a small multiple of its input, its nesting by 10,000 levels, and it never panics.
//
// All of it is for the goroutine that owns the VM, save that a Value may travel.
package clone

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// Version is the version of the wire form that is written. Those from 13 on are read.
const (
	Version    = 15
	minVersion = 13
)

const maxDepth = 10_000

// DataCloneError says that a value cannot be cloned. For scripts it is a DOMException of that name (code 25), or an Error
// where Node has it so.
type DataCloneError struct{ Message string }

func (e *DataCloneError) Error() string { return "DataCloneError: " + e.Message }

// InvalidError says that bytes are not what a Writer writes.
type InvalidError struct{ Message string }

func (e *InvalidError) Error() string { return e.Message }

var (
	// ErrInvalid is the error for bytes that no Writer has written. A Reader's Host may return it too.
	ErrInvalid = &InvalidError{"Unable to deserialize cloned data."}
	errVersion = &InvalidError{"Unable to deserialize cloned data due to invalid or unsupported version."}
)

// The tags of the wire form.
const (
	tagVersion      = 0xff
	tagPadding      = 0
	tagUndefined    = '_'
	tagNull         = '0'
	tagTrue         = 'T'
	tagFalse        = 'F'
	tagInt          = 'I' // zigzag varint
	tagUint         = 'U' // varint
	tagDouble       = 'N'
	tagBigInt       = 'Z' // varint: 2 * bytes + sign; digits
	tagUTF8         = 'S'
	tagLatin1       = '"'
	tagUTF16        = 'c' // an even position for what follows the length
	tagReference    = '^' // varint: the object's number
	tagObject       = 'o' // keys and values ... tagObjectEnd
	tagObjectEnd    = '{' // varint: properties
	tagDense        = 'A' // varint: length; elements, keys and values ... tagDenseEnd
	tagDenseEnd     = '$' // varints: properties, length
	tagSparse       = 'a' // varint: length; keys and values ... tagSparseEnd
	tagSparseEnd    = '@' // varints: properties, length
	tagHole         = '-'
	tagDate         = 'D' // double
	tagTrueObject   = 'y'
	tagFalseObject  = 'x'
	tagNumberObject = 'n' // double
	tagBigIntObject = 'z'
	tagStringObject = 's'  // string
	tagRegExp       = 'R'  // string, varint: flags
	tagMap          = ';'  // keys and values ... tagMapEnd
	tagMapEnd       = ':'  // varint: keys and values
	tagSet          = '\'' // elements ... tagSetEnd
	tagSetEnd       = ','  // varint: elements
	tagBuffer       = 'B'  // varint: length; bytes
	tagResizable    = '~'  // varints: length, largest length; bytes
	tagTransferred  = 't'  // varint: its number in the list
	tagView         = 'V'  // after an ArrayBuffer. kind, varints: offset, length, flags
	tagError        = 'r'  // tags of its own
	tagHost         = '\\'
	tagCount        = '?' // varint, of no use

	// These are never on a wire: they stand for parts of a Value.
	tagShared = 1 // varint: a string or BigInt
	tagBlock  = 2 // varint: an ArrayBuffer's memory
	tagThing  = 3 // varint: a host object
)

// The tags inside an error.
const (
	errorEvalError      = 'E'
	errorRangeError     = 'R'
	errorReferenceError = 'F'
	errorSyntaxError    = 'S'
	errorTypeError      = 'T'
	errorURIError       = 'U'
	errorMessage        = 'm' // string
	errorCause          = 'c' // value
	errorStack          = 's' // string
	errorEnd            = '.'
)

// regExpFlags are the flags in the order of their bits.
const regExpFlags = "gimyus?dv"

// viewTags are the tags of the kinds of views, in slots' order.
const viewTags = "bBCwWdDfFqQh?"

// The flags of a view.
const (
	viewTracksLength = 1 // it goes on to the end of its buffer
	viewOfResizable  = 2
)

// tooDeep throws what V8 throws where its stack ends.
func tooDeep(vm *goja.Runtime) {
	panic(nodeerr.Plain(vm, nodeerr.RangeError, "Maximum call stack size exceeded"))
}
