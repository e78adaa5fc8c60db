//go:build linux

package cluster_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

// Two workers answer many clients, each with a connection that it keeps, while workers are killed, disconnected and
// replaced. No connection may be refused, and nothing may be lost but with a worker that was ended: a request that was sent
// to it is asked again over a new connection, as HTTP allows for GET. The whole test, of 1,000 connections and 100,000
// requests, takes GOJS_CLUSTER_WHOLE=1 in the environment.
func TestNothingIsLostWhileWorkersAreReplaced(t *testing.T) {
	clients, requests, every, workers := 50, 40, 300, 4
	if os.Getenv("GOJS_CLUSTER_WHOLE") != "" {
		clients, requests, every, workers = 1000, 100, 5000, 12
	}
	fromServer, stdout := io.Pipe()
	told := make(chan load, 1)
	go func() {
		told <- loaded(bufio.NewReader(fromServer), clients, requests)
	}()
	began := time.Now()
	_, stderr, err := runtimetest.Run(t, "testdata/replaced/server.js", runtime.WithArgs(strconv.Itoa(every), strconv.Itoa(workers)), runtime.WithStdout(stdout))
	stdout.Close()
	require.NoError(t, err)
	assert.Empty(t, stderr)
	all := <-told
	require.NoError(t, all.err)
	assert.GreaterOrEqual(t, all.answered, clients*requests)
	assert.GreaterOrEqual(t, len(all.ended), workers)
	ways := map[int]int{}
	for _, way := range all.ended {
		ways[way]++
	}
	assert.Len(t, ways, 3)
	for pid, n := range all.lost {
		if pid != 0 { // else the connection was so new that nobody can tell whose it was
			assert.Contains(t, all.ended, pid, "%d connections of a worker that nobody has ended", n)
		}
	}
	t.Logf("%d requests in %v, %d workers ended (by SIGKILL, disconnect, SIGTERM: %v), connections lost: %v", all.answered, time.Since(began), len(all.ended), ways, all.lost)
}

// load is what became of the requests.
type load struct {
	answered int
	lost     map[int]int // connections that ended before an answer, by the worker that had them
	ended    map[int]int // how workers were ended, by their pid
	err      error
}

// loaded has clients make requests of the server that prints its port, and asks it to end.
func loaded(server *bufio.Reader, clients, requests int) (all load) {
	line, err := server.ReadString('\n')
	if err != nil {
		return load{err: err}
	}
	address := net.JoinHostPort("127.0.0.1", strings.TrimSpace(line))
	all.lost = map[int]int{}
	var enough atomic.Bool // workers were ended
	go func() {
		_, _ = server.ReadString('\n')
		enough.Store(true)
	}()
	var mu sync.Mutex
	var running sync.WaitGroup
	for i := range clients {
		running.Go(func() {
			c := client{address: address}
			defer c.close()
			for n := 0; n < requests || !enough.Load(); n++ {
				err := c.get(fmt.Sprintf("/%d/%d", i, n))
				if err != nil {
					mu.Lock()
					all.err = errors.Join(all.err, err)
					mu.Unlock()
					break
				}
				c.answered++
			}
			mu.Lock()
			defer mu.Unlock()
			all.answered += c.answered
			for _, pid := range c.lost {
				all.lost[pid]++
			}
		})
	}
	running.Wait()
	c := client{address: address}
	defer c.close()
	if err := c.get("/end"); err != nil {
		all.err = errors.Join(all.err, err)
		return all
	}
	if line, err = server.ReadString('\n'); err == nil {
		err = json.Unmarshal([]byte(line), &all.ended)
	}
	all.err = errors.Join(all.err, err)
	go func() { _, _ = io.Copy(io.Discard, server) }()
	return all
}

// client asks one thing after the other over a connection that it keeps.
type client struct {
	address  string
	conn     net.Conn
	r        *bufio.Reader
	pid      int // of who answered last, 0 on a new connection
	answered int
	lost     []int
}

func (c *client) close() {
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}

// get asks until it is answered. It gives up where a connection is refused or an answer is not what it must be.
func (c *client) get(path string) error {
	for {
		if c.conn == nil {
			conn, err := net.Dial("tcp", c.address)
			if err != nil {
				return err
			}
			c.conn, c.r, c.pid = conn, bufio.NewReaderSize(conn, 512), 0
		}
		_ = c.conn.SetDeadline(time.Now().Add(time.Minute))
		again, err := c.ask(path)
		if err == nil || !again {
			return err
		}
		c.lost = append(c.lost, c.pid)
		c.close()
	}
}

// ask makes a request. again says that the connection has ended before there was anything of an answer.
func (c *client) ask(path string) (again bool, err error) {
	if _, err := fmt.Fprintf(c.conn, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path); err != nil {
		return ended(err), err
	}
	if _, err := c.r.Peek(1); err != nil {
		return ended(err), err
	}
	res, err := http.ReadResponse(c.r, nil)
	if err != nil {
		return false, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return false, err
	}
	pid, what, _ := strings.Cut(string(body), " ")
	if c.pid, err = strconv.Atoi(pid); err != nil || what != path || res.StatusCode != http.StatusOK {
		return false, fmt.Errorf("%s is answered by %s, %q", path, res.Status, body)
	}
	if res.Close {
		c.close()
	}
	return false, nil
}

func ended(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
