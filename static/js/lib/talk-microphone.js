// The microphone's part of a talk: its button, the open microphone, the meter, and what is told when it fails.
import { Capture } from "../audio/capture.js";
import { isHandsFree, isWanted, press } from "../models/press.js";
import { Talk } from "../models/talk.js";
import { slot } from "./dom.js";
import { holdButton } from "./hold-button.js";
import { drawTalkButton } from "./talk-button.js";
import { uuid } from "./uuid.js";

export class TalkMicrophone extends EventTarget {
  #root
  #connection
  #talk
  #state = "idle"
  #stop

  /** `root` has the slots `talk`, `open-microphone` and `meter`. Dispatches `changed`. */
  constructor(root, { thread, connection }) {
    super()
    this.#root = root
    this.#connection = connection
    const capture = new Capture(root.dataset.worklet)
    this.#talk = new Talk({ thread, connection, capture, newId: uuid })
    this.#talk.addEventListener("changed", () => this.#talkChanged())
    capture.addEventListener("level", ({ detail }) => this.isLive && this.#meter.feed(detail))
    connection.addEventListener("state", () => this.#draw())
    slot(root, "open-microphone").addEventListener("change", ({ target }) => this.#press({ type: target.checked ? "open" : "shut" }))
    this.#stop = holdButton(root, slot(root, "talk"), (event) => this.#press(event))
    this.#draw()
  }

  /** Is something being said, or about to be? */
  get isLive() {
    return this.#talk.phase === "opening" || this.#talk.phase === "talking"
  }

  get isHandsFree() {
    return isHandsFree(this.#state)
  }

  get error() {
    return this.#talk.error
  }

  /** The id of the utterance that was held or locked last; null where the microphone was open. */
  get heldId() {
    return this.isHandsFree ? null : this.#talk.lastId
  }

  mute() {
    this.#press({ type: "mute" })
  }

  /** Ends what is being said. True where something was. */
  end() {
    const wasWanted = isWanted(this.#state)
    if (wasWanted) this.#press({ type: "mute" })
    return wasWanted
  }

  /** Ends, and lets go of the microphone. */
  close() {
    this.#state = "idle"
    slot(this.#root, "open-microphone").checked = false
    this.#talk.close()
    this.#draw()
  }

  disconnect() {
    this.#stop()
    this.#talk.close()
  }

  get #meter() {
    return slot(this.#root, "meter")
  }

  #press(event) {
    const begins = ["down", "click", "open"].includes(event.type) || (this.#state === "muted" && event.type !== "shut")
    if (begins && !this.isLive && this.#connection.state.name !== "open") return this.#refuse()
    const { state, action } = press(this.#state, event)
    this.#state = state
    if (action === "stop" || action === "restart") this.#talk.end()
    if (action === "start" || action === "restart") this.#talk.begin(state === "open")
    this.#draw()
  }

  // Without a connection nothing would be heard: the button says so, and the box does not stay checked.
  #refuse() {
    slot(this.#root, "open-microphone").checked = this.isHandsFree
  }

  #talkChanged() {
    if (this.#talk.phase === "idle" && this.#talk.error) this.#state = press(this.#state, { type: "stopped" }).state
    if (!this.isLive) this.#meter.rest()
    this.#draw()
    this.dispatchEvent(new CustomEvent("changed"))
  }

  #draw() {
    const mayTalk = this.isLive || this.#connection.state.name === "open"
    drawTalkButton(slot(this.#root, "talk"), this.#state, { phase: this.#talk.phase, mayTalk })
  }
}
