// What I say, from the microphone to the server, one utterance at a time. Without DOM.
//
// Dispatches `changed` whenever `phase` or `error` has become another. Phases: `idle`, `opening` (until the server has
// acknowledged; what is said meanwhile is kept), `talking`, and `ending` (until the rest is sent).
import { microphoneWords, unpluggedWords } from "../audio/microphone-words.js";
import { gettext } from "../lib/i18n.js";
import { ErrorCode } from "../protocol.js";
import { CommandRefused, Unreachable } from "./requests.js";

/** What may wait for the server's acknowledgement: 4 s of sound. It takes no more than 5 s at once. */
export const MOST_WAITING_CHUNKS = 20
const ENDED_BY_SERVER = [ErrorCode.AUDIO_TOO_FAST, ErrorCode.BINARY_UNEXPECTED]

export class Talk extends EventTarget {
  #thread
  #connection
  #capture
  #newId
  #turn = null
  #ending = null
  #wish = null
  #error = ""
  #lastId = null

  /** `capture` is a Capture, `connection` a Connection, `newId` makes ids of utterances. */
  constructor({ thread, connection, capture, newId }) {
    super()
    this.#thread = thread
    this.#connection = connection
    this.#capture = capture
    this.#newId = newId
    capture.addEventListener("chunk", ({ detail }) => this.#send(detail))
    capture.addEventListener("lost", () => this.#unplugged())
    connection.addEventListener("state", ({ detail }) => detail.name !== "open" && this.#disconnected())
    connection.addEventListener("refused", ({ detail }) => this.#refused(detail))
  }

  get phase() {
    return this.#turn?.phase ?? "idle"
  }

  /** A sentence about what went wrong last; empty when nothing did. */
  get error() {
    return this.#error
  }

  /** The id of the utterance that was begun last. */
  get lastId() {
    return this.#lastId
  }

  /** Begins to talk. What is said from now on is sent, whatever has to be waited for. */
  async begin(handsFree = false) {
    const wish = (this.#wish = {})
    await this.#ending
    if (this.#turn || wish !== this.#wish) return
    const turn = { id: this.#newId(), handsFree, phase: "opening", waiting: [], isOver: false }
    this.#become(turn, "")
    turn.opened = this.#open(turn)
    await turn.opened
  }

  /** Ends what is being said: the rest is sent, and the server makes a message of it. */
  end() {
    this.#wish = null
    if (!this.#turn || this.#turn.isOver) return this.#ending
    this.#turn.isOver = true
    this.#ending = this.#finish(this.#turn)
    return this.#ending
  }

  /** Ends and lets go of the microphone. */
  async close() {
    await this.end()
    this.#capture.close()
  }

  async #open(turn) {
    try {
      await this.#capture.record()
      // Let go while the browser was still asking for the microphone: there is nothing to be said any more.
      if (turn.isOver || turn !== this.#turn) return await this.#capture.pause()
      await this.#start(turn)
    } catch (error) {
      if (isOpenAtServer(error)) this.#stop()
      await this.#fail(turn, wordsOf(error))
    }
  }

  async #start(turn) {
    const { id, handsFree } = turn
    this.#lastId = id
    await this.#connection.request({ type: "utterance.start", thread: this.#thread, client_id: id, hands_free: handsFree })
    if (turn !== this.#turn) return
    turn.isHeard = true
    for (const chunk of turn.waiting.splice(0)) this.#connection.sendAudio(chunk)
    if (!turn.isOver) this.#become(Object.assign(turn, { phase: "talking" }))
  }

  #send(chunk) {
    const turn = this.#turn
    if (turn?.isHeard) this.#connection.sendAudio(chunk)
    else if (turn) turn.waiting = [...turn.waiting, chunk].slice(-MOST_WAITING_CHUNKS)
  }

  async #finish(turn) {
    this.#become(Object.assign(turn, { phase: "ending" }))
    await this.#capture.pause()
    await turn.opened
    if (turn !== this.#turn) return
    if (turn.isHeard) this.#stop()
    this.#become(null)
  }

  // The answer does not matter: it is refused where the server has ended the utterance already.
  #stop() {
    this.#connection.tell({ type: "utterance.stop" })
  }

  async #unplugged() {
    await this.end()
    this.#capture.close()
    this.#become(this.#turn, unpluggedWords())
  }

  #disconnected() {
    if (this.#turn) this.#fail(this.#turn, wordsOf(new Unreachable()))
  }

  // The server takes no more of it, and keeps what it has heard.
  #refused(error) {
    if (!this.#turn) return
    if (!ENDED_BY_SERVER.includes(error.code)) this.#stop()
    this.#fail(this.#turn, error.message)
  }

  async #fail(turn, error) {
    if (turn !== this.#turn) return
    turn.isOver = true
    this.#become(null, error)
    await this.#capture.pause()
  }

  #become(turn, error = this.#error) {
    this.#turn = turn
    this.#error = error
    this.dispatchEvent(new CustomEvent("changed"))
  }
}

function isOpenAtServer(error) {
  return error.code === ErrorCode.UTTERANCE_OPEN || error instanceof Unreachable
}

function wordsOf(error) {
  if (error instanceof CommandRefused) return error.message
  if (error instanceof Unreachable) return gettext("The connection was lost. What was heard until then is kept.")
  return microphoneWords(error)
}
