// The button that turns this browser's notifications on and off, and says why it cannot.
import { setText, show, slot } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { notificationState, turnOff, turnOn } from "../lib/notifications.js";
import { currentUser } from "../session.js";

class NoticeSwitch extends HTMLElement {
  #user = currentUser()

  connectedCallback() {
    slot(this, "button").addEventListener("click", () => this.#press())
    this.#draw()
  }

  async #press() {
    if (notificationState(this.#user) === "on") turnOff(this.#user)
    else await turnOn(this.#user)
    this.#draw()
  }

  #draw() {
    const state = notificationState(this.#user)
    const { text, label } = wordsOf(state)
    setText(slot(this, "text"), text)
    setText(slot(this, "button"), label)
    show(slot(this, "button"), Boolean(label))
    // In an empty inbox it asks once: whatever was answered, the profile has the switch.
    show(this, !("once" in this.dataset) || state === "off")
  }
}

function wordsOf(state) {
  return {
    on: { text: gettext("Notifications are on in this browser."), label: gettext("Turn off notifications") },
    off: { text: gettext("Parley tells you when somebody answers."), label: gettext("Turn on notifications") },
    denied: { text: gettext("Notifications are blocked. Allow them in the browser's settings for this site."), label: "" },
    unavailable: { text: gettext("This browser shows no notifications from this address."), label: "" },
  }[state]
}

customElements.define("notice-switch", NoticeSwitch)
