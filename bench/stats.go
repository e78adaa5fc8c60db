package main

import "slices"

// median is the middle value, or the mean of the two in the middle; 0 for none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// verdict is how gojs stands in a row.
type verdict struct {
	Best    string  // the best other runtime, or the one that the row names
	Ratio   float64 // gojs's median as a multiple of the best one's
	Reached bool    // the row's target, if it has one
}

// judge compares gojs with the best of the others; false if either gave nothing.
func judge(r result) (verdict, bool) {
	var own, best float64
	var v verdict
	for _, s := range r.Samples {
		switch {
		case len(s.Values) == 0:
		case s.Engine == subject:
			own = s.Median
		case r.Against != "" && r.Against != s.Engine:
		case v.Best == "" || (r.Better == lower) == (s.Median < best):
			v.Best, best = s.Engine, s.Median
		}
	}
	if v.Best == "" || own == 0 || best == 0 {
		return verdict{}, false
	}
	v.Ratio = own / best
	if r.Better == lower {
		v.Reached = v.Ratio <= r.Target
	} else {
		v.Reached = v.Ratio >= r.Target
	}
	return v, true
}
