// Command module offers a part of this program to scripts, as a module that they require.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/gojs-run/gojs/runtime"
)

// Tickets is what this program has to offer.
type Tickets struct{ open map[string]string }

// missing is an error with a code, as scripts know them.
type missing string

func (m missing) Error() string { return "there is no ticket " + string(m) }
func (m missing) Code() string  { return "ERR_NO_TICKET" }

// Title is a ticket's.
func (t *Tickets) Title(id string) (string, error) {
	title, ok := t.open[id]
	if !ok {
		return "", missing(id)
	}
	return title, nil
}

// Close closes tickets and tells of each when it is done.
func (t *Tickets) Close(ids ...string) <-chan string {
	closed := make(chan string, len(ids))
	go func() {
		defer close(closed)
		for _, id := range ids {
			closed <- strings.ToUpper(id)
		}
	}()
	return closed
}

func main() {
	tickets := map[string]any{
		"tickets": &Tickets{map[string]string{"a1": "the door squeaks"}},
		"wait": runtime.Async(func(ctx context.Context, ms int) error {
			select {
			case <-time.After(time.Duration(ms) * time.Millisecond):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}),
	}
	if len(os.Args) > 1 && os.Args[1] == "declare" { // for the editor of who writes the scripts
		fmt.Print(runtime.Declare("tracker", tickets))
		return
	}
	rt, err := runtime.New(runtime.WithGo("tracker", tickets))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer rt.Close()
	if _, err := rt.RunString(context.Background(), "script.js", `
		const { tickets, wait } = require('tracker');
		console.log(tickets.title('a1'));
		try { tickets.title('zz') } catch (e) { console.log(e.code, e.message) }
		(async () => {
			await wait(1);
			for await (const id of tickets.close('a1', 'b2')) console.log('closed', id);
		})();`); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
