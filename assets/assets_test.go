package assets_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"

	"voronka/assets"
)

// TestFontsCoverWhatIsWritten holds that no letter or sign of the three
// languages comes from another font, in another shape.
func TestFontsCoverWhatIsWritten(t *testing.T) {
	const signs = "abcXYZ 0123456789 ʻʼ‘’“”«» ўқғҳЎҚҒҲ абвгдеёжзийклмнопрстуфхцчшщъыьэюя АБВГДЕЁЖЗ № · — – … − × → ₽ $ € % # @ \u00a0\u202f"
	for name, file := range map[string][]byte{
		"regular": assets.InterRegular(), "medium": assets.InterMedium(), "semi-bold": assets.InterSemiBold(),
	} {
		face, err := font.ParseTTF(bytes.NewReader(file))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range signs {
			if _, ok := face.NominalGlyph(r); !ok {
				t.Errorf("%s has no %q (%U)", name, r, r)
			}
		}
	}
}

func TestFontsComeWithTheirLicence(t *testing.T) {
	for _, want := range []string{"SIL OPEN FONT LICENSE", "The Inter Project Authors"} {
		if !strings.Contains(assets.FontLicense(), want) {
			t.Errorf("the licence does not mention %q", want)
		}
	}
}

func TestIconsAreFilledOutlines(t *testing.T) {
	names := assets.IconNames()
	if len(names) == 0 {
		t.Fatal("no icons")
	}
	for _, name := range names {
		svg := string(assets.Icon(name))
		if !strings.Contains(svg, `viewBox="0 0 24 24"`) || !strings.Contains(svg, `fill="#`) {
			t.Errorf("%s is not a filled drawing of 24 by 24", name)
		}
		if strings.Contains(svg, "stroke") {
			t.Errorf("%s has lines, which Fyne does not tint", name)
		}
	}
	if assets.Icon("no-such-icon") != nil {
		t.Error("an unknown icon has content")
	}
}

func TestAppIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(assets.AppIconPNG()))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 256 || b.Dy() != 256 {
		t.Errorf("the icon is %v, want 256 by 256", b)
	}
	if _, _, _, a := img.At(128, 80).RGBA(); a == 0 {
		t.Error("the icon is empty in its middle")
	}
	if !bytes.HasPrefix(assets.AppIconSVG(), []byte("<svg")) {
		t.Error("the drawing of the icon is no SVG")
	}
}
