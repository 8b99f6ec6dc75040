// Package parts lists the third-party files that the typesetter is made of: the
// WebAssembly module and the fonts, with the npm package that each comes from.
// The packer compresses this list into the assets; the engine reads it back.
//
// Licences: the module is Apache-2.0, every font is OFL-1.1.
package parts

// ModuleSHA256 is the digest of the module that the host code was written for.
// The names of its imports end in hashes that change with every build, so
// another version needs its own study of the glue, not a new number here.
const ModuleSHA256 = "1fc968438a672366dfec39c96c842c26ed29caff4eb1bcaab19a6c60867de5fd"

// Part is one file: where it lies in node_modules and what it is called in the
// assets (with the suffix Suffix).
type Part struct {
	Name   string // name inside the assets, without Suffix
	Source string // path inside node_modules, with slashes
	Heavy  bool   // a font that is read only when a document needs its letters
}

// Suffix ends the name of every packed file.
const Suffix = ".zst"

// LicenceDir is the folder of licence texts inside the assets. They are stored
// as they are, because the fonts may only be passed on together with them.
const LicenceDir = "licences"

// Licences are the licence texts of the fonts, copied uncompressed.
func Licences() []Part {
	var list []Part
	for _, family := range []string{"pt-serif", "golos-text", "noto-sans-armenian", "noto-sans-georgian", "noto-sans-hebrew", "amiri", "noto-sans-thai", "noto-sans-devanagari", "noto-sans-sc"} {
		list = append(list, Part{Name: family + ".txt", Source: "@expo-google-fonts/" + family + "/LICENSE_FONT"})
	}
	return list
}

// Module is the typesetter itself: Typst 0.14.2 in the npm package 0.7.0.
func Module() Part {
	return Part{
		Name:   "typst.wasm",
		Source: "@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm",
	}
}

// Fonts are the faces for print, in the order in which they are looked through
// for a letter that the chosen family lacks.
func Fonts() []Part {
	const google = "@expo-google-fonts/"
	return []Part{
		{Name: "PTSerif-Regular.ttf", Source: google + "pt-serif/400Regular/PTSerif_400Regular.ttf"},
		{Name: "PTSerif-Italic.ttf", Source: google + "pt-serif/400Regular_Italic/PTSerif_400Regular_Italic.ttf"},
		{Name: "PTSerif-Bold.ttf", Source: google + "pt-serif/700Bold/PTSerif_700Bold.ttf"},
		{Name: "PTSerif-BoldItalic.ttf", Source: google + "pt-serif/700Bold_Italic/PTSerif_700Bold_Italic.ttf"},
		{Name: "GolosText-Regular.ttf", Source: google + "golos-text/400Regular/GolosText_400Regular.ttf"},
		{Name: "GolosText-SemiBold.ttf", Source: google + "golos-text/600SemiBold/GolosText_600SemiBold.ttf"},
		{Name: "GolosText-Bold.ttf", Source: google + "golos-text/700Bold/GolosText_700Bold.ttf"},
		{Name: "NotoSansArmenian-Regular.ttf", Source: google + "noto-sans-armenian/400Regular/NotoSansArmenian_400Regular.ttf"},
		{Name: "NotoSansArmenian-Bold.ttf", Source: google + "noto-sans-armenian/700Bold/NotoSansArmenian_700Bold.ttf"},
		{Name: "NotoSansGeorgian-Regular.ttf", Source: google + "noto-sans-georgian/400Regular/NotoSansGeorgian_400Regular.ttf", Heavy: true},
		{Name: "NotoSansGeorgian-Bold.ttf", Source: google + "noto-sans-georgian/700Bold/NotoSansGeorgian_700Bold.ttf", Heavy: true},
		{Name: "NotoSansHebrew-Regular.ttf", Source: google + "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf", Heavy: true},
		{Name: "NotoSansHebrew-Bold.ttf", Source: google + "noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf", Heavy: true},
		{Name: "Amiri-Regular.ttf", Source: google + "amiri/400Regular/Amiri_400Regular.ttf", Heavy: true},
		{Name: "Amiri-Bold.ttf", Source: google + "amiri/700Bold/Amiri_700Bold.ttf", Heavy: true},
		{Name: "NotoSansThai-Regular.ttf", Source: google + "noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf", Heavy: true},
		{Name: "NotoSansThai-Bold.ttf", Source: google + "noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf", Heavy: true},
		{Name: "NotoSansDevanagari-Regular.ttf", Source: google + "noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf", Heavy: true},
		{Name: "NotoSansDevanagari-Bold.ttf", Source: google + "noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf", Heavy: true},
		{Name: "NotoSansSC-Regular.ttf", Source: google + "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", Heavy: true},
	}
}
