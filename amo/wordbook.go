package amo

// wordbook keeps strings that come again and again on a page (names, codes and
// types of fields), so that they are made once.
type wordbook [512]string

// longestWord is a length beyond which a string is not likely to come again.
const longestWord = 48

// word is the string that quoted text stands for.
func (w *wordbook) word(quoted []byte) string {
	if w == nil || len(quoted) > longestWord {
		return unquote(quoted)
	}
	h := uint32(2166136261) // FNV-1a
	for _, b := range quoted {
		h = (h ^ uint32(b)) * 16777619
	}
	slot := &w[h%uint32(len(w))]
	if inner := quoted[1 : len(quoted)-1]; *slot == string(inner) && isPlain(inner) {
		return *slot
	}
	*slot = unquote(quoted)
	return *slot
}
