// Chooses the time zone of the browser where nobody has chosen one yet.

class ZoneGuess extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select")
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!select.value && [...select.options].some((option) => option.value === zone)) select.value = zone
  }
}

customElements.define("zone-guess", ZoneGuess)
