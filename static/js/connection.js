// One socket a tab for all threads: opens it, keeps it alive, opens it again, and subscribes to what is followed.
//
// Dispatches `state` (detail: the new state), `frame` (detail: an event of the server), `refused` (detail: an error that
// answers no command but sound) and `ready` (subscribed to all that is followed: the outbox may go). States: `idle`,
// `connecting`, `catching-up`, `open`, `waiting` (until `retryAt`), `offline`, `blocked` (refused for a minute) and
// `signed-out`.
import { backoff } from "./lib/backoff.js";
import { ANSWER_WITHIN_MS, CommandRefused, Requests, Unreachable } from "./models/requests.js";
import { CloseCode, ErrorCode, SUBPROTOCOL } from "./protocol.js";

export const PING_EVERY_MS = 20_000
export const PONG_WITHIN_MS = 8_000
export const OPEN_WITHIN_MS = 15_000
export const BLOCKED_MS = 60_000
const REPLAY_ENDS = ["thread.subscribed", "thread.reset"]

export class Connection extends EventTarget {
  #url
  #socket = null
  #state = { name: "idle", retryAt: null }
  #attempt = 0
  #followed = new Map()
  #replays = new Map()
  #retry = null
  #heartbeat = null
  #patience = null
  #requests
  #world

  /** `world` is what the browser gives: `{WebSocket, setTimeout, clearTimeout, now, random, isOnline}`. */
  constructor(url, world) {
    super()
    this.#url = url
    this.#world = world
    this.#requests = new Requests(world, (frame) => this.#socket.send(frame))
  }

  get state() {
    return this.#state
  }

  get isOpen() {
    return this.#socket?.readyState === 1
  }

  /** Opens the socket, and keeps opening it until `close`. */
  open() {
    if (this.#socket || this.#state.name === "signed-out") return
    this.#world.clearTimeout(this.#retry)
    if (!this.#world.isOnline()) return this.#become("offline")
    this.#become("connecting")
    this.#connect()
  }

  /** Opens it now rather than when the wait is over; where it seems open, asks whether it is. */
  tryNow() {
    if (this.#state.name === "blocked") return
    if (this.isOpen) this.#ping()
    else if (!this.#socket) this.open()
  }

  goOffline() {
    this.#letGo()
    if (this.#state.name !== "signed-out") this.#become("offline")
  }

  close() {
    this.#letGo()
    this.#become("idle")
  }

  /** Sends a command. Resolves with its ack; rejects with `CommandRefused`, or `Unreachable` where none came. */
  request(command) {
    if (!this.isOpen) return Promise.reject(new Unreachable())
    const answer = this.#requests.send(command)
    answer.catch((error) => error.code === ErrorCode.SESSION_ENDED && this.#signOut())
    return answer
  }

  /** Sends a command whose answer does not matter, such as typing; without a socket it is dropped. */
  tell(command) {
    this.request(command).catch(() => {})
  }

  /** Sends sound; without a socket it is dropped. */
  sendAudio(chunk) {
    if (this.isOpen) this.#socket.send(chunk)
  }

  /** Follows a thread from now on, through every new socket. `cursor` gives the last seq that the screen has. */
  follow(thread, cursor) {
    this.#followed.set(thread, cursor)
    return this.isOpen ? this.subscribe(thread) : Promise.resolve()
  }

  unfollow(thread) {
    this.#followed.delete(thread)
    this.tell({ type: "thread.unsubscribe", thread })
  }

  /** Asks again for what happened after the cursor. Settles when the replay is over, or with the refusal. */
  async subscribe(thread) {
    const cursor = this.#followed.get(thread)?.()
    if (cursor === undefined) return
    const replayed = new Promise((resolve) => this.#replays.set(thread, resolve))
    await this.request({ type: "thread.subscribe", thread, cursor })
    const patience = this.#world.setTimeout(() => this.#replays.get(thread)?.(), ANSWER_WITHIN_MS)
    await replayed
    this.#world.clearTimeout(patience)
  }

  #connect() {
    const socket = new this.#world.WebSocket(this.#url, SUBPROTOCOL)
    this.#socket = socket
    socket.onopen = () => this.#opened()
    socket.onmessage = ({ data }) => this.#received(JSON.parse(data))
    socket.onclose = ({ code }) => this.#closed(code)
    this.#patience = this.#world.setTimeout(() => this.#closed(), OPEN_WITHIN_MS)
  }

  async #opened() {
    const socket = this.#socket
    this.#world.clearTimeout(this.#patience)
    this.#become("catching-up")
    this.#beat()
    await Promise.allSettled([...this.#followed.keys()].map((thread) => this.subscribe(thread)))
    if (socket !== this.#socket) return
    this.#attempt = 0
    this.#become("open")
    this.dispatchEvent(new CustomEvent("ready"))
  }

  #received(frame) {
    if (this.#requests.settle(frame)) return this.#refused(frame)
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }))
    if (REPLAY_ENDS.includes(frame.type)) this.#replays.get(frame.thread)?.()
  }

  #refused(frame) {
    if (frame.type !== "error" || frame.ref !== null) return
    this.dispatchEvent(new CustomEvent("refused", { detail: new CommandRefused(frame) }))
  }

  #closed(code) {
    this.#letGo()
    if (code === CloseCode.SIGNED_OUT) return this.#signOut()
    if (code === CloseCode.ABUSE) return this.#wait("blocked", BLOCKED_MS)
    if (!this.#world.isOnline()) return this.#become("offline")
    return this.#wait("waiting", backoff(this.#attempt++, this.#world.random))
  }

  #signOut() {
    this.#letGo()
    this.#become("signed-out")
  }

  #wait(name, delay) {
    this.#become(name, this.#world.now() + delay)
    this.#retry = this.#world.setTimeout(() => this.open(), delay)
  }

  #beat() {
    this.#world.clearTimeout(this.#heartbeat)
    this.#heartbeat = this.#world.setTimeout(() => this.#ping(), PING_EVERY_MS)
  }

  // A socket whose other end has gone still looks open; only an answer shows that it is not.
  #ping() {
    const socket = this.#socket
    this.#beat()
    this.#requests.send({ type: "ping" }, PONG_WITHIN_MS).catch((error) => {
      if (error instanceof Unreachable && socket === this.#socket) this.#closed()
    })
  }

  #letGo() {
    for (const timer of [this.#retry, this.#heartbeat, this.#patience]) this.#world.clearTimeout(timer)
    const socket = this.#socket
    this.#socket = null
    if (socket) silence(socket)
    this.#requests.abandon()
  }

  #become(name, retryAt = null) {
    this.#state = { name, retryAt }
    this.dispatchEvent(new CustomEvent("state", { detail: this.#state }))
  }
}

function silence(socket) {
  socket.onopen = socket.onmessage = socket.onclose = null
  socket.close()
}
