package amo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

const (
	maxReply = 32 << 20 // bytes of a 2xx body, after decompression
	maxError = 64 << 10 // bytes of any other body that are looked at
)

// byteOrderMark starts what some PHP programs write; JSON has none.
const byteOrderMark = "\xef\xbb\xbf"

var (
	errTooLarge  = errors.New("larger than 32 MiB")
	errTruncated = errors.New("cut short")
)

// read turns an HTTP answer into a reply, or into the error it stands for. It
// always closes the body.
func (c *Client) read(ctx context.Context, what call, token string, resp *http.Response) (*reply, error) {
	defer resp.Body.Close() //nolint:errcheck // nothing was written; a late error tells nothing
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, c.refused(what, token, resp)
	}
	r := &reply{call: what, status: resp.StatusCode, date: serverDate(resp.Header)}
	if resp.StatusCode == http.StatusNoContent {
		return r, nil
	}
	body, err := readAll(resp)
	switch {
	case errors.Is(err, errTooLarge):
		return nil, r.badBy(ErrTooLarge, "the answer is "+errTooLarge.Error())
	case err != nil && context.Cause(ctx) != nil:
		return nil, fmt.Errorf("%s: %w", what.op(), context.Cause(ctx))
	case err != nil:
		return nil, r.bad("the answer is cut short", errors.Join(errTruncated, scrubbed(err, token)))
	}
	if len(body) > 0 && isHTML(resp.Header, body) {
		return nil, r.badBy(ErrWebPage, clean("the answer is a web page ("+summary(body)+") and not the API's", token))
	}
	r.body = bytes.TrimPrefix(body, []byte(byteOrderMark))
	return r, nil
}

// readAll reads a bounded body. A declared length is taken for a hint only.
func readAll(resp *http.Response) ([]byte, error) {
	if resp.ContentLength > maxReply {
		return nil, errTooLarge
	}
	var b bytes.Buffer
	if n := resp.ContentLength; n > 0 && n < maxReply {
		b.Grow(int(n) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(resp.Body, maxReply+1))
	if n > maxReply {
		return nil, errTooLarge
	}
	return b.Bytes(), err
}

// isTruncated reports whether a 2xx answer broke off.
func isTruncated(err error) bool { return errors.Is(err, errTruncated) }

func serverDate(h http.Header) int64 {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0 // absent or odd: unknown
	}
	return t.Unix()
}

// isHTML reports whether a body is a web page. Content-Type alone does not
// tell: gateways and home-made servers get it wrong both ways.
func isHTML(h http.Header, body []byte) bool {
	body = bytes.TrimLeft(bytes.TrimPrefix(body, []byte(byteOrderMark)), " \t\r\n")
	if len(body) > 0 && (body[0] == '{' || body[0] == '[') {
		return false
	}
	if len(body) > 0 && body[0] == '<' {
		return true
	}
	media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (media == "text/html" || media == "application/xhtml+xml")
}

// summary is what a web page calls itself.
func summary(page []byte) string {
	title := between(string(page), "<title", "</title")
	if _, text, ok := strings.Cut(title, ">"); ok {
		title = text
	}
	if title = strings.Join(strings.Fields(title), " "); title == "" {
		return "a page without a title"
	}
	return "titled " + quoted(title)
}

// between is the text between two markers, in any case; empty without them.
func between(s, from, to string) string {
	lower := strings.ToLower(s)
	start := strings.Index(lower, from)
	if start < 0 || len(lower) != len(s) {
		return ""
	}
	start += len(from)
	end := strings.Index(lower[start:], to)
	if end < 0 {
		return ""
	}
	return s[start : start+end]
}

func quoted(s string) string { return fmt.Sprintf("%q", cut(s, 80)) }
