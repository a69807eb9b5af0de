// What a tab shares among its elements: the connection, the outbox and the drafts of the person who is signed in.
import { Connection } from "./connection.js";
import { Drafts } from "./models/drafts.js";
import { Outbox } from "./models/outbox.js";
import { openStore } from "./models/stores.js";

export const world = {
  WebSocket: globalThis.WebSocket,
  setTimeout: (action, delay) => setTimeout(action, delay),
  clearTimeout: (timer) => clearTimeout(timer),
  now: () => Date.now(),
  random: () => Math.random(),
  isOnline: () => navigator.onLine,
}

let shared = null

/** The session of this tab: `{user, connection, outbox, drafts}`. Opens the connection when first asked for. */
export function session() {
  shared ??= start(currentUser())
  return shared
}

/** The id of the person who is signed in, or empty. */
export function currentUser() {
  return document.querySelector('meta[name="parley-user"]')?.content ?? ""
}

async function start(user) {
  const connection = new Connection(addressOf(location), world)
  const outbox = new Outbox({ store: await openStore(user), send: (command) => connection.request(command), world })
  await outbox.load()
  connection.addEventListener("ready", () => outbox.flush())
  connection.addEventListener("state", ({ detail }) => detail.name === "signed-out" && goToSignIn())
  connection.addEventListener("frame", ({ detail }) => detail.type === "person.changed" && showAfresh())
  watchNetwork(connection)
  connection.open()
  return { user, connection, outbox, drafts: new Drafts(user, localStorage) }
}

function addressOf({ protocol, host }) {
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/ws/`
}

function watchNetwork(connection) {
  addEventListener("online", () => connection.tryNow())
  addEventListener("offline", () => connection.goOffline())
  document.addEventListener("visibilitychange", () => document.hidden || connection.tryNow())
  // A page that comes back from the browser's cache has lost its socket without hearing of it.
  addEventListener("pageshow", ({ persisted }) => persisted && connection.tryNow())
}

// The person reads other languages now: every pair on the page is another. What is being written is kept as a draft.
function showAfresh() {
  if (document.querySelector("chat-thread, inbox-list")) location.reload()
}

// Drafts and outbox stay where they are: they are of this user, who is expected back.
function goToSignIn() {
  const next = encodeURIComponent(location.pathname + location.search)
  location.assign(`/sign-in/?ended=1&next=${next}`)
}
