package webhook

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// parseJSON makes a tree of a JSON body.
func parseJSON(body []byte, limits Limits) (*Node, error) {
	p := jsonParser{decoder: json.NewDecoder(bytes.NewReader(body)), counter: newCounter(limits)}
	p.decoder.UseNumber()
	root := &Node{}
	token, err := p.token()
	if err != nil {
		return nil, err
	}
	if token != json.Delim('{') {
		return nil, &SyntaxError{Media: MediaJSON, Reason: "it is not an object"}
	}
	if err := p.value(root, token, 1); err != nil {
		return nil, err
	}
	if _, err := p.decoder.Token(); err != io.EOF { //nolint:errorlint // Token returns it bare
		return nil, &SyntaxError{Media: MediaJSON, Reason: "something follows the object"}
	}
	return root, nil
}

type jsonParser struct {
	decoder *json.Decoder
	counter *counter
}

func (p *jsonParser) token() (json.Token, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return nil, &SyntaxError{Media: MediaJSON, Reason: "it breaks off or is damaged at byte " + strconv.FormatInt(p.decoder.InputOffset(), 10)}
	}
	return token, nil
}

// value reads the value that starts with a token into n.
func (p *jsonParser) value(n *Node, token json.Token, depth int) error {
	if err := p.counter.depth(depth); err != nil {
		return err
	}
	switch v := token.(type) {
	case json.Delim:
		return p.members(n, v == '{', depth)
	case string:
		n.text = v
	case json.Number:
		n.text = v.String()
	case bool:
		n.text = strconv.FormatBool(v)
	default:
		n.null = true
	}
	return nil
}

// members reads the rest of an object or list.
func (p *jsonParser) members(n *Node, named bool, depth int) error {
	for i := 0; ; i++ {
		token, err := p.token()
		if err != nil {
			return err
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			return nil
		}
		if err := p.counter.key(); err != nil {
			return err
		}
		name := strconv.Itoa(i)
		if key, ok := token.(string); named && ok {
			name = key
			if token, err = p.token(); err != nil {
				return err
			}
		}
		if err := p.value(n.part(name), token, depth+1); err != nil {
			return err
		}
	}
}
