package postgres

// factKey names something that is found out about a node once: what is looked through for it is as long as the source, and what
// asks for it is too.
type factKey struct {
	kind string
	of   any
	name string
}

// fact finds something out about a node, or a name in it, the first time that it is asked for. What is found must not be changed.
func fact[T any](em *emitter, key factKey, find func() T) T {
	if v, ok := em.facts.Load(key); ok {
		return v.(T)
	}
	v := find()
	em.facts.Store(key, v)
	return v
}
