package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

type busy struct{}

func (busy) Error() string { return "the store is busy" }
func (busy) Code() string  { return "ERR_BUSY" }

// store is an application's own type, offered to scripts.
type store struct {
	Name   string
	URLMax int `js:"max"`
	hidden int
}

type entry struct {
	Key  string
	Size int
	At   time.Time
}

func (s *store) Get(key string) ([]byte, error) {
	if key == "busy" {
		return nil, busy{}
	}
	return []byte("value of " + key), nil
}

func (s *store) Entry(key string, size int) *entry {
	return &entry{key, size, time.UnixMilli(1e12)}
}

func (s *store) Sum(first float64, rest ...float64) (float64, int) {
	for _, n := range rest {
		first += n
	}
	return first, len(rest) + 1
}

func (s *store) Upper(data []byte) string { return strings.ToUpper(string(data)) }

func (s *store) Count(n int) <-chan int {
	ch := make(chan int, n)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- i
		}
	}()
	return ch
}

func (s *store) Lines() io.Reader { return strings.NewReader("one\ntwo\n") }

func (s *store) Open(name string) error {
	_, err := os.Open(name)
	return err
}

func goModule(out io.Writer) map[string]any {
	return map[string]any{
		"store": &store{Name: "first", URLMax: 3, hidden: 1},
		"slow": runtime.Async(func(ctx context.Context, s string, ms int) (string, error) {
			select {
			case <-time.After(time.Duration(ms) * time.Millisecond):
				return s + "!", nil
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}),
		"fails":  runtime.Async(func() error { return errors.New("no luck") }),
		"panics": runtime.Async(func() { panic("oh") }),
		"length": runtime.Async(func(r io.Reader) (int, error) { b, err := io.ReadAll(r); return len(b), err }),
		"sink":   struct{ io.Writer }{out},
		"each":   func(list []string, f func(string) string) []string { return []string{f(list[0]), f(list[1])} },
		"none":   nil,
		"limits": map[string]int{"a": 1},
	}
}

func TestWithGo(t *testing.T) {
	var out, sink bytes.Buffer
	rt, err := runtime.New(runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithGo("app", goModule(&sink)))
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(t.Context(), "x.js", `
	const app = require('app'), { store } = app;
	const thrown = (f) => { try { return f() } catch (e) { return [e.name, e.code, e.message].join('|') } };
	(async () => {
		console.log(store.name, store.max, Object.keys(store).join());
		store.name = 'second'; console.log(store.name, thrown(() => { store.max = 'x' }));
		console.log(store.get('a'), thrown(() => store.get('busy')), thrown(() => store.get(1)));
		const e = store.entry('k', 5); console.log(e.key, e.size, e.at instanceof Date, e.at.getTime());
		console.log(store.sum(1, 2, 3), store.upper('text'), store.upper(Buffer.from('bytes')), store.sum.length);
		for await (const n of store.count(3)) console.log('n', n);
		for await (const n of store.count(3)) break;
		for await (const chunk of store.lines()) console.log(String(chunk));
		console.log(thrown(() => store.open('/no/such')));
		console.log(await app.slow('later', 1), await app.fails().catch((e) => e.message), await app.panics().catch((e) => e.message));
		console.log(await app.length('text'), await app.length(require('stream').Readable.from(['a', 'bc', 'def'])));
		console.log(app.each(['x', 'y'], (s) => s + s), app.none, app.limits.a);
		await new Promise((done) => app.sink.end('written', done));
	})();`)
	require.NoError(t, err)
	assert.Equal(t, "written", sink.String())
	assert.Equal(t, `first 3 name,max,count,entry,get,lines,open,sum,upper
second TypeError|ERR_INVALID_ARG_TYPE|The "max" argument must be of type number. Received type string ('x')
<Buffer 76 61 6c 75 65 20 6f 66 20 61> Error|ERR_BUSY|the store is busy TypeError|ERR_INVALID_ARG_TYPE|The "arguments[0]" argument must be of type string. Received type number (1)
k 5 true 1000000000000
[ 6, 3 ] TEXT BYTES 1
n 0
n 1
n 2
one
two

Error|ENOENT|ENOENT: no such file or directory, open '/no/such'
later! no luck panic: oh
4 6
[ 'xx', 'yy' ] null 1
`, out.String())
}

func TestAPromiseOfGoEndsWithTheRuntime(t *testing.T) {
	rt, err := runtime.New(runtime.WithGo("app", goModule(io.Discard)))
	require.NoError(t, err)
	defer rt.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = rt.RunString(ctx, "x.js", "require('app').slow('x', 1e6)")
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestDeclare(t *testing.T) {
	assert.Equal(t, `declare module 'app' {
  export function each(a0: Array<string>, a1: (a0: string) => string): Array<string>;
  export function fails(): Promise<void>;
  export function length(a0: string | Uint8Array | import('stream').Readable): Promise<number>;
  export const limits: Record<string, number>;
  export const none: any;
  export function panics(): Promise<void>;
  export const sink: import('stream').Writable;
  export function slow(a0: string, a1: number): Promise<string>;
  export const store: store;
  interface store {
    name: string;
    max: number;
    count(a0: number): AsyncIterable<number>;
    entry(a0: string, a1: number): entry;
    get(a0: string): Buffer;
    lines(): import('stream').Readable;
    open(a0: string): void;
    sum(a0: number, ...rest: number[]): [number, number];
    upper(a0: string | ArrayBufferView): string;
  }
  interface entry {
    key: string;
    size: number;
    at: Date;
  }
}
`, runtime.Declare("app", goModule(io.Discard)))
	assert.Equal(t, "declare module 'f' {\n  function main(a0: number): number;\n  export = main;\n}\n", runtime.Declare("f", func(n int) int { return n }))
}

// TestIterablesForChannels: what a script iterates over, Go receives.
func TestIterablesForChannels(t *testing.T) {
	var out bytes.Buffer
	sum := func(in <-chan int) (n int) {
		for i := range in {
			n += i
		}
		return n
	}
	first := func(in <-chan string) string { return <-in }
	rt := start(t, runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithGo("app", map[string]any{"sum": runtime.Async(sum), "first": runtime.Async(first)}))
	_, err := rt.RunString(t.Context(), "x.js", `
		const app = require('app');
		let asked = 0;
		const counting = (end) => ({ [Symbol.asyncIterator]: () => ({ next: async () => { asked++; return asked > end ? { done: true } : { value: asked, done: false } } }) });
		(async () => {
			console.log(await app.sum([1, 2, 3]), await app.sum(new Set([4])), await app.sum(counting(100)), asked);
			console.log(await app.sum(require('stream').Readable.from([5, 6])));
			console.log(await app.sum({ [Symbol.asyncIterator]: () => ({ next: async () => { throw 1 } }) }), await app.sum([1, 'x', 2]));
			console.log(await app.first(['only this', 'not this']));
			try { app.sum(5) } catch (e) { console.log(e.code, e.message) }
		})()`)
	require.NoError(t, err)
	assert.Equal(t, "6 4 5050 101\n11\n0 1\nonly this\nERR_INVALID_ARG_TYPE The \"arguments[0]\" argument must be an instance of AsyncIterable or Iterable. Received type number (5)\n", out.String())
}
