// Sizes of files and lengths of recordings, in the words of the interface.
import { gettext, interfaceLanguage, interpolate } from "./i18n.js";

export const FILE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf"]
const SOUND = /\.(amr|3gp|flac|m4a|mp3|oga|ogg|opus|wav|weba)$/i
const UNITS = ["byte", "kilobyte", "megabyte"]
const STEP = 1024

/** `1.4 MB`, in the interface's language. */
export function sizeText(bytes, locale = interfaceLanguage()) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const options = { style: "unit", unit: UNITS[power], unitDisplay: "short", maximumFractionDigits: power === 2 ? 1 : 0 }
  return new Intl.NumberFormat(locale, options).format(bytes / STEP ** power)
}

/** Why a file cannot be sent, as a sentence; empty where it can. The server looks again, at the content. */
export function refusalOf(file, limitBytes) {
  if (!FILE_TYPES.includes(file.type)) return gettext("This kind of file cannot be sent. Pictures and PDF can.")
  if (file.size <= limitBytes) return ""
  const text = gettext("The file is %(size)s. The limit is %(limit)s.")
  return interpolate(text, { size: sizeText(file.size), limit: sizeText(limitBytes) })
}

/** Is a file somebody's recording? The server looks again, at the content. */
export function isSound({ type, name }) {
  return type.startsWith("audio/") || SOUND.test(name)
}

/** `1:05`, of milliseconds. */
export function clockOf(ms) {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

/** The box in pixels that a picture fills at most, with its own proportions. */
export function boxOf({ width, height }, most = { width: 320, height: 240 }) {
  if (!width || !height) return most
  const scale = Math.min(1, most.width / width, most.height / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
