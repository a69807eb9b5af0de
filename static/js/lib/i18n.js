// Django's JavaScript catalogue, wrapped once. Without one (under node) a text stays as written.

export function gettext(msgid) {
  return globalThis.gettext?.(msgid) ?? msgid
}

export function ngettext(singular, plural, count) {
  return globalThis.ngettext?.(singular, plural, count) ?? (count === 1 ? singular : plural)
}

/** `text` with each `%(name)s` replaced by `values.name`; an unknown name is left standing. */
export function interpolate(text, values) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

/** The interface's language, BCP 47. */
export function interfaceLanguage() {
  return globalThis.document?.documentElement.lang || "en"
}
