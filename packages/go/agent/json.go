package agent

import (
	"strconv"
	"unicode/utf8"
)

// encoding/json would allocate, and strconv.Quote writes Go's escapes rather than JSON's.

func appendCount(out []byte, name string, count uint64) []byte {
	out = append(out, '"')
	out = append(out, name...)
	out = append(out, `":`...)
	return strconv.AppendUint(out, count, 10)
}

func appendString(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for at := 0; at < len(text); {
		if char := text[at]; char < utf8.RuneSelf {
			switch {
			case char == '"' || char == '\\':
				out = append(out, '\\', char)
			case char < ' ':
				out = append(out, `\u00`...)
				out = append(out, hex[char>>4], hex[char&15])
			default:
				out = append(out, char)
			}
			at++
			continue
		}
		char, width := utf8.DecodeRuneInString(text[at:])
		if char == utf8.RuneError {
			out = append(out, "\uFFFD"...)
		} else {
			out = append(out, text[at:at+width]...)
		}
		at += width
	}
	return append(out, '"')
}

func fail(out []byte, reason string) []byte {
	return appendString(append(out, `"error":`...), reason)
}
