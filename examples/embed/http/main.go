// Command http is a web server whose pages are scripts: GET /hello.js?name=Ada runs hello.js of its folder. Each request
// has a Runtime of its own, which may read that folder and take five seconds, and nothing else.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/gojs-run/gojs/runtime"
)

func handler(root string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		script := filepath.Join(root, filepath.Clean("/"+req.URL.Path))
		rt, err := runtime.New(
			runtime.WithDir(root), runtime.WithEnv(nil), runtime.WithStdin(nil), runtime.WithStdout(w),
			runtime.WithPermissions(runtime.Permissions{Read: []string{root}}),
			runtime.WithLimits(runtime.Limits{Time: 5 * time.Second, Output: 1 << 20}),
			runtime.WithGo("request", map[string]any{"path": req.URL.Path, "query": req.URL.Query().Get, "body": req.Body}),
		)
		if err == nil {
			defer rt.Close()
			err = rt.RunFile(req.Context(), script)
		}
		if err != nil {
			http.Error(w, "the script failed", http.StatusInternalServerError)
			fmt.Fprintln(os.Stderr, err)
		}
	})
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("http://" + listener.Addr().String())
	root, _ := filepath.Abs(os.Args[1])
	fmt.Fprintln(os.Stderr, http.Serve(listener, handler(root)))
}
