// Makes the items of a list those of the entries, touching only what differs: nodes that stay are never moved, so that
// focus, selection and open popovers inside survive.

/** `keyOf(node)` names a node that is there, `create(entry)` makes one, `update(node, entry)` fills it. */
export function reconcile(list, entries, { keyOf, create, update }) {
  const present = new Map([...list.children].map((node) => [keyOf(node), node]))
  const wanted = new Set(entries.map((entry) => entry.key))
  for (const [key, node] of present) if (!wanted.has(key)) node.remove()
  let next = list.firstElementChild
  for (const entry of entries) {
    const node = present.get(entry.key) ?? create(entry)
    if (node === next) next = next.nextElementSibling
    else list.insertBefore(node, next)
    update(node, entry)
  }
}
