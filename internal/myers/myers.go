// Package myers finds a shortest way from one list of lines to another (Eugene W. Myers, "An O(ND) Difference Algorithm
// and Its Variations"), with the choices that Node's assert and util.diff make where there are several.
package myers

// Op is what happens to a line.
type Op int8

// The operations. A line that only the first list has is an Insert, as Node sees it from the second one.
const (
	Delete Op = iota - 1
	Keep
	Insert
)

// Edit is one line of the result.
type Edit struct {
	Op   Op
	Line string
}

// Diff compares actual with expected; equal tells which lines are the same. A kept line is written as pick says.
func Diff(actual, expected []string, equal func(a, e string) bool, pick func(a, e string) string) []Edit {
	n, m := len(actual), len(expected)
	// reached[k] is how far into actual the furthest path on diagonal k has come, after d steps off the diagonals.
	// Each step's state is kept: the way is found back through them. Diagonal k is at index k+d+1 of step d's.
	var steps [][]int
	previous := []int{0, 0, 0}
	for d := 0; ; d++ {
		at := func(k int) int { return previous[k+d+1] }
		next := make([]int, 2*d+5)
		steps = append(steps, previous)
		for k := -d; k <= d; k += 2 {
			x := at(k-1) + 1
			if down(d, k, at) {
				x = at(k + 1)
			}
			y := x - k
			for x < n && y < m && equal(actual[x], expected[y]) {
				x++
				y++
			}
			next[k+d+2] = x
			if x >= n && y >= m {
				return backtrack(steps, actual, expected, pick)
			}
		}
		for k := -d - 1; k <= d+1; k++ {
			if (k+d)%2 != 0 {
				next[k+d+2] = previous[k+d+1]
			}
		}
		previous = next
	}
}

// down tells whether step d reaches diagonal k from above, by leaving out a line of expected.
func down(d, k int, at func(k int) int) bool { return k == -d || k != d && at(k-1) < at(k+1) }

func backtrack(steps [][]int, actual, expected []string, pick func(a, e string) string) []Edit {
	x, y := len(actual), len(expected)
	edits := make([]Edit, 0, x+y)
	for d := len(steps) - 1; d >= 0; d-- {
		at := func(k int) int { return steps[d][k+d+1] }
		k := x - y
		from := k - 1
		if down(d, k, at) {
			from = k + 1
		}
		fromX := at(from)
		fromY := fromX - from
		for x > fromX && y > fromY {
			edits = append(edits, Edit{Keep, pick(actual[x-1], expected[y-1])})
			x--
			y--
		}
		switch {
		case d == 0:
		case x > fromX:
			x--
			edits = append(edits, Edit{Insert, actual[x]})
		default:
			y--
			edits = append(edits, Edit{Delete, expected[y]})
		}
	}
	for i, j := 0, len(edits)-1; i < j; i, j = i+1, j-1 {
		edits[i], edits[j] = edits[j], edits[i]
	}
	return edits
}
