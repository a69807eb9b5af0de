// What the label of a message says about who translated it. As in `chat/naming.py`.

import { gettext } from "./i18n.js";

const KINDS = {
  memory: () => gettext("Translation memory"),
  phrasebook: () => gettext("Phrase book"),
  argos: () => gettext("Language pack"),
  llama: () => gettext("Language model"),
  openai: () => gettext("Language model"),
  verbatim: () => gettext("As written"),
}

/** An engine's label such as `llama:qwen2.5` or `memory+argos:en_zh` in words. */
export function engineWords(label) {
  return label.split("+").filter(Boolean).map(words).join(" + ")
}

function words(label) {
  const [kind, ...model] = label.split(":")
  const named = KINDS[kind]?.() ?? kind
  return model.length ? `${named} (${model.join(":")})` : named
}
