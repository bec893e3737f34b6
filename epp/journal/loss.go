package journal

import "time"

// loss is the line about lines that are not there.
type loss struct {
	lines       int64
	first, last int64 // the numbers of the first and the last of them; 0: none had one
	since       time.Time
}

// Message implements Point.
func (loss) Message() string { return Marker + "Log lines lost" }

// AppendTo implements Point.
func (l loss) AppendTo(line *Line) {
	line.Integer("lost_lines", l.lines)
	if l.first != 0 {
		line.Integer("first_seq", l.first)
		line.Integer("last_seq", l.last)
	}
}

// with is both losses as one. Numbers grow, but a line that could not be written is lost after those that found no room behind it.
func (l loss) with(other loss) loss {
	if l.lines == 0 {
		return other
	}
	l.lines += other.lines
	if l.first == 0 || other.first != 0 && other.first < l.first {
		l.first = other.first
	}
	l.last = max(l.last, other.last)
	if other.since.Before(l.since) {
		l.since = other.since
	}
	return l
}
