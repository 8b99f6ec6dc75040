package typst

import (
	"context"
	"fmt"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// bindImports offers the host functions to the module as "wbg". Each import of
// the module must be known by name and type: one that is not means another
// build of the module, and then nothing may run.
func bindImports(ctx context.Context, rt wazero.Runtime, code wazero.CompiledModule, current func() *host) error {
	known := imports()
	builder := rt.NewHostModuleBuilder("wbg")
	for _, def := range code.ImportedFunctions() {
		space, name, _ := def.Import()
		f, ok := known[name]
		if sig := signature(def); space != "wbg" || !ok || f.sig != sig {
			return fmt.Errorf("the module imports %s.%s (%s), which this host does not offer", space, name, sig)
		}
		body := f.f
		builder.NewFunctionBuilder().WithGoModuleFunction(
			api.GoModuleFunc(func(_ context.Context, _ api.Module, s []uint64) { body(current(), s) }),
			def.ParamTypes(), def.ResultTypes()).Export(name)
	}
	_, err := builder.Instantiate(ctx)
	return err
}

// signature writes a function type the way hostFunc.sig does.
func signature(def api.FunctionDefinition) string {
	var b strings.Builder
	letters := func(types []api.ValueType) {
		for _, t := range types {
			switch t {
			case api.ValueTypeI32:
				b.WriteByte('i')
			case api.ValueTypeI64:
				b.WriteByte('l')
			case api.ValueTypeF64:
				b.WriteByte('d')
			default:
				b.WriteByte('?')
			}
		}
	}
	letters(def.ParamTypes())
	b.WriteByte(':')
	letters(def.ResultTypes())
	return b.String()
}
