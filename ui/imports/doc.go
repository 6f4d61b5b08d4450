// Package imports holds the test that keeps imports going one way:
// main → ui → cache → amo, and never back.
package imports
