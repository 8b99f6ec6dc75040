package typst

// The imports that build and read errors, objects, arrays and byte arrays, and
// those that call. See imports.go for the notation.

func importsOfErrors() map[string]hostFunc {
	newError := hostFunc{"ii:i", func(h *host, s []uint64) {
		h.ret(s, &thrown{h.text(uint32(s[0]), uint32(s[1]))})
	}}
	return map[string]hostFunc{
		"__wbg_Error_52673b7de5a0ca89": newError,
		"__wbg_new_df1173567d5ff028":   newError,
		"__wbg_new_8a6f238a6ece86ea":   making(func(*host) any { return &thrown{} }),
		"__wbg_stack_0ed75d68575b0f3c": {"ii:", func(h *host, s []uint64) { h.putText(uint32(s[0]), "") }},
		"__wbg_info_ce6bcc489c22f6f0":  {"i:", func(h *host, s []uint64) { h.note(describe(h.arg(s, 0))) }},
		"__wbg_error_85faeb8919b11cc6": {"iii:", func(h *host, s []uint64) { h.note(describe(h.arg(s, 0))) }},
		"__wbg___wbindgen_throw_dd24417ed36fc46e": {"ii:", func(h *host, s []uint64) {
			// The runtime turns the panic into the error of the running call.
			panic(&thrown{h.text(uint32(s[0]), uint32(s[1]))})
		}},
		"__wbg_error_7534b8e9a36f1ab4": {"ii:", func(h *host, s []uint64) {
			h.note(h.text(uint32(s[0]), uint32(s[1])))
			if _, err := h.free.Call(h.ctx, s[0], s[1], 1); err != nil {
				panic(err)
			}
		}},
	}
}

func importsOfObjects() map[string]hostFunc {
	get := func(h *host, s []uint64) {
		v, err := property(h.arg(s, 0), h.arg(s, 1))
		h.caught(s, v, err)
	}
	return map[string]hostFunc{
		"__wbg_new_1ba21ce319a06297":              making(func(*host) any { return newObject() }),
		"__wbg_get_af9dab7e9603ea93":              {"ii:i", get},
		"__wbg_get_with_ref_key_1dc361bd10053bfe": {"ii:i", get},
		"__wbg_set_3f1d0b984ed272ed": {"iii:", func(h *host, s []uint64) {
			target, key, value := h.arg(s, 0), h.heap.take(uint32(s[1])), h.heap.take(uint32(s[2]))
			if o, ok := target.(*object); ok {
				o.set(key, value)
			}
		}},
		"__wbg_set_781438a03c0c3c81": {"iii:i", func(h *host, s []uint64) {
			o, ok := h.arg(s, 0).(*object)
			if !ok {
				h.caught(s, nil, &thrown{"Reflect.set called on " + describe(h.arg(s, 0))})
				return
			}
			o.set(h.arg(s, 1), h.arg(s, 2))
			retBool(s, true)
		}},
		"__wbg___wbindgen_in_0d3e1e8f0c669317": {"ii:i", func(h *host, s []uint64) {
			v, err := property(h.arg(s, 1), h.arg(s, 0))
			retBool(s, err == nil && v != undefined{})
		}},
		"__wbg_entries_83c79938054e065f": {"i:i", func(h *host, s []uint64) {
			list := &array{}
			if o, ok := h.arg(s, 0).(*object); ok {
				for _, key := range o.keys {
					list.items = append(list.items, &array{[]any{key, o.fields[key]}})
				}
			}
			h.ret(s, list)
		}},
	}
}

func importsOfArrays() map[string]hostFunc {
	return map[string]hostFunc{
		"__wbg_new_25f239778d6112b9":      making(func(*host) any { return &array{} }),
		"__wbg_iterator_27b7c8b35ab3e86b": making(func(h *host) any { return h.iterKey }),
		"__wbg_length_d45040a40c570362":   {"i:i", length},
		"__wbg_get_6b7bd52aca3f9671": {"ii:i", func(h *host, s []uint64) {
			var v any = undefined{}
			if a, ok := h.arg(s, 0).(*array); ok {
				v = a.property(float64(uint32(s[1])))
			}
			h.ret(s, v)
		}},
		"__wbg_set_7df433eea03a5c14": {"iii:", func(h *host, s []uint64) {
			value := h.heap.take(uint32(s[2]))
			if a, ok := h.arg(s, 0).(*array); ok {
				a.set(int(uint32(s[1])), value)
			}
		}},
		"__wbg_push_7d9be8f38fc13975": {"ii:i", func(h *host, s []uint64) {
			n := 0
			if a, ok := h.arg(s, 0).(*array); ok {
				a.items = append(a.items, h.arg(s, 1))
				n = len(a.items)
			}
			s[0] = uint64(n)
		}},
		// The iterator protocol: it.next as a value, it.next(), step.done, step.value.
		"__wbg_next_138a17bbf04e926c":  {"i:i", field("next")},
		"__wbg_value_57b7b035e117f7ee": {"i:i", field("value")},
		"__wbg_next_3cfe5c0fe2a4cc53": {"i:i", func(h *host, s []uint64) {
			it := h.arg(s, 0)
			next, err := property(it, "next")
			if err == nil {
				next, err = call(next, it)
			}
			h.caught(s, next, err)
		}},
		"__wbg_done_62ea16af4ce34b24": {"i:i", func(h *host, s []uint64) {
			done, _ := property(h.arg(s, 0), "done")
			retBool(s, done == true)
		}},
	}
}

// set is a[i] = v, which makes the array longer when needed.
func (a *array) set(i int, v any) {
	for len(a.items) <= i {
		a.items = append(a.items, undefined{})
	}
	a.items[i] = v
}

// field makes the body of an import that reads one property.
func field(name string) func(h *host, s []uint64) {
	return func(h *host, s []uint64) {
		v, err := property(h.arg(s, 0), name)
		if err != nil {
			v = undefined{}
		}
		h.ret(s, v)
	}
}

func length(h *host, s []uint64) {
	n := 0
	switch v := h.arg(s, 0).(type) {
	case *array:
		n = len(v.items)
	case *octets:
		n = len(v.b)
	case *words:
		n = len(v.w)
	}
	s[0] = uint64(n)
}

func importsOfBytes() map[string]hostFunc {
	return map[string]hostFunc{
		"__wbg_length_22ac23eaec9d8053": {"i:i", length},
		// new Uint8Array(v): a copy of bytes, or of the numbers of an array.
		"__wbg_new_6421f6084cc5bc5a": {"i:i", func(h *host, s []uint64) { h.ret(s, toOctets(h.arg(s, 0))) }},
		"__wbg_new_from_slice_f9c22b9153b26992": {"ii:i", func(h *host, s []uint64) {
			h.ret(s, &octets{append([]byte(nil), h.bytes(uint32(s[0]), uint32(s[1]))...)})
		}},
		"__wbg_new_from_slice_db0691b69e9d3891": {"ii:i", func(h *host, s []uint64) {
			list := &words{make([]uint32, uint32(s[1]))}
			for i := range list.w {
				list.w[i] = h.word(uint32(s[0]) + 4*uint32(i))
			}
			h.ret(s, list)
		}},
		"__wbg_prototypesetcall_dfe9b766cdc1f1fd": {"iii:", func(h *host, s []uint64) {
			source := toOctets(h.arg(s, 2)).b
			target := h.bytes(uint32(s[0]), uint32(s[1]))
			if len(source) > len(target) {
				panic(&thrown{"offset is out of bounds"})
			}
			copy(target, source)
		}},
	}
}

func toOctets(v any) *octets {
	switch t := v.(type) {
	case *octets:
		return t
	case *array:
		o := &octets{make([]byte, len(t.items))}
		for i, item := range t.items {
			n, _ := toNumber(item)
			o.b[i] = byte(int64(n))
		}
		return o
	}
	return &octets{}
}

func importsOfCalls() map[string]hostFunc {
	apply := func(arity int) func(h *host, s []uint64) {
		return func(h *host, s []uint64) {
			args := make([]any, arity)
			for i := range args {
				args[i] = h.arg(s, 2+i)
			}
			v, err := call(h.arg(s, 0), h.arg(s, 1), args...)
			h.caught(s, v, err)
		}
	}
	// Source text is never run: a function made from text does nothing.
	stub := func(h *host, s []uint64) { h.ret(s, native(func([]any) any { return undefined{} })) }
	return map[string]hostFunc{
		"__wbg_call_abb4ff46ce38be40":          {"ii:i", apply(0)},
		"__wbg_call_3020136f7a2d6e44":          {"iii:i", apply(1)},
		"__wbg_call_78f94eb02ec7f9b2":          {"iiiii:i", apply(3)},
		"__wbg_new_no_args_cb138f77cf6151ee":   {"ii:i", stub},
		"__wbg_new_with_args_df9e7125ffe55248": {"iiii:i", stub},
		"__wbg_new_ff12d2b041fb48f1": {"ii:i", func(h *host, s []uint64) {
			h.ret(s, h.newPromiseWith(uint32(s[0]), uint32(s[1]), fnInvokePromise))
		}},
		"__wbg_resolve_fd5bfbaa4ce36e1e": {"i:i", func(h *host, s []uint64) {
			if p, ok := h.arg(s, 0).(*promise); ok {
				h.ret(s, p)
				return
			}
			p := h.newPromise()
			p.resolve(h.arg(s, 0))
			h.ret(s, p)
		}},
		"__wbg_then_4f95312d68691235": {"ii:i", func(h *host, s []uint64) {
			p, ok := h.arg(s, 0).(*promise)
			f, okF := h.arg(s, 1).(*function)
			if !ok || !okF {
				panic(&thrown{"then is not a function"})
			}
			h.ret(s, p.then(f))
		}},
		"__wbg_queueMicrotask_fca69f5bfad613a5": {"i:", func(h *host, s []uint64) { h.queueCall(h.arg(s, 0)) }},
		"__wbg_queueMicrotask_9b549dfce8865860": {"i:i", field("queueMicrotask")},
	}
}

// importsOfWorld are the global object, which is only known as globalThis, and
// the classes of the module.
func importsOfWorld() map[string]hostFunc {
	absent := hostFunc{":i", func(_ *host, s []uint64) { s[0] = 0 }}
	wrap := func(class string) hostFunc {
		return hostFunc{"i:i", func(h *host, s []uint64) { h.ret(s, &wrapped{class, uint32(s[0])}) }}
	}
	return map[string]hostFunc{
		"__wbg_static_accessor_GLOBAL_THIS_60cf02db4de8e1c1": making(func(h *host) any { return h.global }),
		"__wbg_static_accessor_SELF_08f5a74c69739274":        absent,
		"__wbg_static_accessor_WINDOW_a8924b26aa92d024":      absent,
		"__wbg_static_accessor_GLOBAL_769e6b65d6557335":      absent,
		"__wbg_typstcompiler_new":                            wrap("TypstCompiler"),
		"__wbg_typstfontresolver_new":                        wrap("TypstFontResolver"),
		"__wbg_proxycontext_new":                             wrap("ProxyContext"),
	}
}
