// Package numeric runs what only computes with numbers as machine code.
//
// While a program is compiled, a Finder is shown its functions and loops (internal/loader walks the tree anyway). What
// computes only with numbers, booleans made of them and elements of typed arrays is put into a small language of its own
// (ir.go, lower*.go), and a mark is put into the tree where the compiled form may take over (mark.go): at the start of
// the function,
//
//	if (MARK) { const r = %numeric(7, a, b, N); if (r !== null) return r }
//
// or at the start of the loop's body,
//
//	if (MARK && %numeric(8, i, sum, n) !== null) { sum = %numericOut(1); break }
//
// The function stays the object that it is; a mark is one value and one jump for the engine until it has been passed
// often enough. Then the values at hand say with what the function or loop is specialised: infer.go finds by abstract
// interpretation which values every variable can have, emit*.go writes WebAssembly, and engine.go has wazero make
// machine code of it. enter.go carries values in and out. Whatever is not as it must be (an argument that is no number,
// a method of Math that somebody replaced) leaves the interpreter to go on where it is.
//
// Typed arrays are not copied: the module's memory is a window on Go's heap (window.go), and every access is checked
// against the array's bounds before it is made. Of ordinary arrays that hold nothing but numbers, or nothing but booleans,
// a copy is made and, if it was changed, copied back. Reading or writing beyond the end of one gives machine code up; the
// interpreter begins again.
//
// What does not qualify: strings, objects and their properties (but for elements and length), closures made inside,
// exceptions, destructuring, default values, arrays of arrays, arguments of other types than those at hand.
//
// Results are those of the interpreter, bit by bit. TestPrograms compares random programs with goja alone; how many is up
// to whoever runs it (differential_test.go).
package numeric
