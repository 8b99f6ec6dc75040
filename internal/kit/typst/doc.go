// Package typst sets documents as PDF with Typst, inside the one program.
//
// Typst 0.14.2 comes as the WebAssembly module of the npm package
// @myriaddreamin/typst-ts-web-compiler 0.7.0 (Apache-2.0) and runs in wazero
// (Apache-2.0), a runtime in pure Go. The module was built for a browser: it
// expects JavaScript values, promises and closures, and the files value.go,
// heap.go, promise.go and imports*.go imitate as much of that world as it uses.
// That imitation fits exactly this build; the packer and a test compare its
// SHA-256, and the engine refuses an import that it does not know.
//
// Engine is one typesetter in this process. Pool is what the program uses: it
// keeps a child process of the same binary (ServeWorker) that can be killed
// when a document does not end, and whose memory goes back when it is idle.
//
// The output is tagged PDF 1.7 with embedded, subset fonts. The module has no
// switch for PDF/A or PDF/UA.
//
// Fonts, all OFL-1.1: PT Serif, Golos Text, Amiri for Arabic, Noto Sans for
// Armenian, Georgian, Hebrew, Thai, Devanagari and Chinese; the operator may add a folder of others. Module and
// fonts are not in the repository: `make assets` puts them beside the code.
package typst
