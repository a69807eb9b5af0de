// Hears of every conversation that changes: keeps the number of unread ones, and notifies who is not looking.
import { Notices } from "../models/notices.js";
import { session, world } from "../session.js";
import { tellAttention } from "./attention.js";
import { getJson } from "./http.js";
import { notify } from "./notifications.js";
import { setUnreadTotal } from "./title.js";

export async function serveNews() {
  const { user, connection } = await session()
  const ask = (thread) => getJson(`/threads/${thread}/news/`)
  const notices = new Notices({ ask, count: setUnreadTotal, tell: (notice) => notify(user, notice), world })
  connection.addEventListener("frame", ({ detail }) => detail.type === "inbox.changed" && notices.changed(detail.thread))
  tellAttention()
}
