// Who is writing on the other side, in the language line.
import { setText, show, slot } from "../lib/dom.js";
import { gettext, interfaceLanguage, interpolate } from "../lib/i18n.js";

class TypingIndicator extends HTMLElement {
  /** `names` of those who are writing now; none hides the line. */
  render(names) {
    const list = new Intl.ListFormat(interfaceLanguage(), { type: "conjunction" }).format(names)
    setText(slot(this, "text"), names.length > 0 ? interpolate(gettext("%(name)s is writing"), { name: list }) : "")
    show(this, names.length > 0)
  }
}

customElements.define("typing-indicator", TypingIndicator)
