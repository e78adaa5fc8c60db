package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// How a server is loaded: as many connections, each with one request after the other.
const (
	loadConnections = 32
	loadWarmUp      = time.Second
	loadTime        = 3 * time.Second
)

// runServer starts a script that prints the port of its web server, and returns a figure of how it answers.
func runServer(ctx context.Context, cmd *exec.Cmd, what measure, timeout time.Duration) (value float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = cmd.Cancel()
		_ = cmd.Wait()
	}()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("printed no port: %s", firstLine(stderr.String()))
	}
	address := net.JoinHostPort("127.0.0.1", strings.TrimSpace(line))
	if what == answer {
		c, err := dial(ctx, address)
		if err != nil {
			return 0, err
		}
		defer c.Close()
		err = c.ask()
		return float64(time.Since(began)) / float64(time.Millisecond), err
	}
	if _, err := load(ctx, address, loadWarmUp); err != nil {
		return 0, err
	}
	return load(ctx, address, loadTime)
}

// load returns how many requests a server answers in a second.
func load(ctx context.Context, address string, d time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var answers atomic.Int64
	errs := make([]error, loadConnections)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			c, err := dial(ctx, address)
			if err != nil {
				errs[i] = err
				return
			}
			defer c.Close()
			for ctx.Err() == nil {
				if errs[i] = c.ask(); errs[i] != nil {
					return
				}
				answers.Add(1)
			}
		})
	}
	all.Wait()
	return float64(answers.Load()) / d.Seconds(), errors.Join(errs...)
}

// client is a connection to a web server.
type client struct {
	net.Conn
	r *bufio.Reader
}

func dial(ctx context.Context, address string) (*client, error) {
	c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{c, bufio.NewReader(c)}, nil
}

var get = []byte("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")

// ask makes a request and reads its answer, of which it looks only at the length.
func (c *client) ask() error {
	if _, err := c.Write(get); err != nil {
		return err
	}
	length := -1
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return errors.New("the answer has no length")
	}
	_, err := io.CopyN(io.Discard, c.r, int64(length))
	return err
}
