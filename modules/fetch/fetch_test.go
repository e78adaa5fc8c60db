package fetch_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) { runtimetest.Main(m) }

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }

// run runs a script that finds a server's address in process.argv[2].
func run(t *testing.T, url, src string, opts ...runtime.Option) string {
	t.Helper()
	return runtimetest.Script(t, "const base = process.argv[2];\n(async () => {"+src+"\n})();", append(opts, runtime.WithArgs(url))...)
}

func TestFetchFromAServerInGo(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/form", func(w http.ResponseWriter, r *http.Request) {
		assert.NoError(t, r.ParseMultipartForm(1<<20))
		f, header, err := r.FormFile("file")
		if assert.NoError(t, err) {
			b, _ := io.ReadAll(f)
			fmt.Fprintf(w, "%s %s %s %q", r.FormValue("a"), header.Filename, header.Header.Get("Content-Type"), b)
		}
	})
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 1000 {
			fmt.Fprintln(z, "line")
		}
		z.Close()
	})
	mux.HandleFunc("/upload", func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n, err, r.ContentLength, r.TransferEncoding)
	})
	mux.Handle("/from", http.RedirectHandler("/to", http.StatusSeeOther))
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Method, " ", r.Header.Get("Referer")) })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) })
	server := httptest.NewUnstartedServer(mux)
	var connections atomic.Int32
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	out := run(t, server.URL, `
		const form = new FormData();
		form.set('a', 'é');
		form.set('file', new Blob([new Uint8Array([0, 13, 10, 255])], { type: 'x/y' }), 'f.bin');
		console.log(await (await fetch(base + '/form', { method: 'POST', body: form })).text());
		console.log((await (await fetch(base + '/gzip')).text()).length);
		const big = new Uint8Array(3 << 20);
		console.log(await (await fetch(base + '/upload', { method: 'POST', body: big })).text());
		let left = 48;
		const body = new ReadableStream({ pull(c) { left-- ? c.enqueue(new Uint8Array(65536)) : c.close(); } });
		console.log(await (await fetch(base + '/upload', { method: 'POST', body, duplex: 'half' })).text());
		console.log(await (await fetch(base + '/from', { method: 'PUT', body: 'x' })).text());
		try { await fetch(base + '/cut'); } catch (e) { console.log(e.message, e.cause.code); }
		await fetch(base + '/gzip'); // nobody reads it`)
	assert.Equal(t, strings.Join([]string{
		`é f.bin x/y "\x00\r\n\xff"`, "5000", "3145728 <nil> 3145728 []", "3145728 <nil> -1 [chunked]", "GET ", "fetch failed UND_ERR_SOCKET", "",
	}, "\n"), out)
	assert.EqualValues(t, 2, connections.Load(), "one, and another after that was cut")
}

func TestFetchOverTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.TLS != nil, " ", r.Header.Get("Accept-Encoding"))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer server.Close()
	out := run(t, server.URL, `
		try { await fetch(base); } catch (e) { console.log(e.message, e.cause.code); }
		process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
		console.log(await (await fetch(base)).text());`)
	assert.Equal(t, "fetch failed DEPTH_ZERO_SELF_SIGNED_CERT\ntrue br, gzip, deflate\n", out)
}

func TestConnectionsThroughAProxyOfTheEnvironment(t *testing.T) {
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "answer ", r.TLS != nil) })
	plain, secure := httptest.NewServer(answer), httptest.NewTLSServer(answer)
	defer plain.Close()
	defer secure.Close()
	var tunnels []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tunnels = append(tunnels, fmt.Sprint(r.Method, " ", r.Header.Get("Proxy-Authorization")))
		if strings.HasPrefix(r.Host, "refused.") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		target, err := net.Dial("tcp", r.Host)
		if !assert.NoError(t, err) {
			return
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if !assert.NoError(t, err) {
			return
		}
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n\r\n")
		go func() {
			_, _ = io.Copy(target, conn)
			target.Close()
		}()
		_, _ = io.Copy(conn, target)
		conn.Close()
	}))
	defer proxy.Close()
	address := strings.Replace(proxy.URL, "http://", "http://us%65r:secret@", 1)
	out := run(t, plain.URL, `
		console.log(await (await fetch(base)).text(), await (await fetch(process.env.SECURE)).text());
		try { await fetch('http://refused.invalid'); } catch (e) { console.log(e.cause.message); }
		console.log(await (await fetch(base.replace('127.0.0.1', 'localhost'))).text());`,
		runtime.WithEnv([]string{"NODE_USE_ENV_PROXY=1", "HTTP_PROXY=" + address, "https_proxy=" + proxy.URL, "NO_PROXY=example.com, localhost",
			"NODE_TLS_REJECT_UNAUTHORIZED=0", "SECURE=" + secure.URL}))
	assert.Equal(t, "answer false answer true\nProxy response (403) !== 200 when HTTP Tunneling\nanswer false\n", out)
	assert.Equal(t, []string{"CONNECT Basic dXNlcjpzZWNyZXQ=", "CONNECT ", "CONNECT Basic dXNlcjpzZWNyZXQ="}, tunnels)
}

func TestADispatcherTakesThePlaceOfTheNetwork(t *testing.T) {
	out := run(t, "", `
		const dispatcher = {
			dispatch(opts, handler) {
				console.log(opts.origin, opts.path, opts.method, opts.body, opts.headers['x-own'], opts.headers.host);
				handler.onConnect(() => handler.onError(new Error('aborted')));
				if (opts.path === '/none') return void handler.onError(new Error('refused'));
				const redirect = opts.path === '/first';
				handler.onHeaders(redirect ? 307 : 200, [Buffer.from('Location'), Buffer.from('/second'), 'X-Name', 'value'], () => {}, 'Fine');
				handler.onData(Buffer.from('some '));
				handler.onData(Buffer.from('data'));
				handler.onComplete([]);
			},
		};
		const response = await fetch('http://nowhere.invalid/first', { dispatcher, method: 'POST', body: 'sent', headers: { 'x-own': '1' } });
		console.log(response.status, response.statusText, response.headers.get('x-name'), response.redirected, await response.text());
		globalThis[Symbol.for('undici.globalDispatcher.1')] = dispatcher;
		try { await fetch('http://nowhere.invalid/none'); } catch (e) { console.log(e.message, e.cause.message); }`)
	assert.Equal(t, strings.Join([]string{
		"http://nowhere.invalid /first POST sent 1 undefined", "http://nowhere.invalid /second POST sent 1 undefined",
		"200 Fine value true some data", "http://nowhere.invalid /none GET null undefined undefined", "fetch failed refused", "",
	}, "\n"), out)
}

func TestALongBodyWaitsForItsReader(t *testing.T) {
	var sent atomic.Int64
	blocked := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chunk := make([]byte, 1<<20)
		for range 64 {
			n, err := w.Write(chunk)
			sent.Add(int64(n))
			if err != nil {
				break
			}
		}
		close(blocked)
	}))
	defer server.Close()
	out := run(t, server.URL, `
		const reader = (await fetch(base)).body.getReader();
		let got = 0;
		for (let i = 0; i < 10; i++) got += (await reader.read()).value.length;
		await reader.cancel();
		console.log(got > 0);`)
	<-blocked
	assert.Equal(t, "true\n", out)
	assert.Less(t, sent.Load(), int64(32<<20))
}

func TestEventSource(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		asked++
		fmt.Fprintf(w, ": comment\nretry: 1\nid: %d\ndata: first\ndata:  of %s%s\n\n", asked, r.Header.Get("Accept"), r.Header.Get("Last-Event-ID"))
		w.(http.Flusher).Flush()
		fmt.Fprint(w, "event: own\r\ndata\r\n\r\nevent: nothing\r\r\ndata: not complete")
	}))
	defer server.Close()
	out := run(t, server.URL, `
		const source = new EventSource(base);
		console.log(source.readyState, source.url === base + '/', source.withCredentials);
		source.onopen = () => console.log('open', source.readyState);
		source.onerror = (e) => console.log(e.type, source.readyState);
		source.addEventListener('own', (e) => console.log(e.type, JSON.stringify(e.data), e.lastEventId));
		source.onmessage = (e) => {
			console.log(e.data, e.lastEventId, e.origin === base);
			if (e.lastEventId !== '2') return;
			source.close();
			console.log(source.readyState);
			const missing = new EventSource(base + '/missing');
			missing.onerror = () => console.log('missing', missing.readyState);
		};
		try { new EventSource('nothing'); } catch (e) { console.log(e.name); }`, runtime.WithFlags(modules.Flags{EventSource: true}))
	assert.Equal(t, strings.Join([]string{
		"0 true false", "SyntaxError", "open 1", "first\n of text/event-stream 1 true", `own "" 1`, "error 0", "open 1",
		"first\n of text/event-stream1 2 true", "2", "missing 2", "",
	}, "\n"), out)
}
