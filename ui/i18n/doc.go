// Package i18n holds every word Voronka shows, in Uzbek (Latin), Russian and
// English.
//
// A Texts is one language. It does not change and is safe for concurrent use;
// another language is another Texts, and the window is built again with it.
// Keys are grouped and dotted, "nav.board". Messages take named values, and
// plural forms follow CLDR: one and other in Uzbek and English, one, few, many
// and other in Russian.
//
// A key that no catalogue has is a mistake in the program: it panics in test
// builds (tag ci) and is shown in brackets elsewhere.
package i18n
