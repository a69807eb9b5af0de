// Sign out leaves nothing of what was written on this machine.
import { session } from "../session.js";

export function serveSignOut() {
  document.addEventListener("submit", async (event) => {
    if (!new URL(event.target.action).pathname.startsWith("/sign-out/") || event.target.dataset.isWiped) return
    event.preventDefault()
    const { connection, drafts, outbox } = await session()
    connection.close()
    drafts.wipe()
    await outbox.wipe()
    event.target.dataset.isWiped = "true"
    event.target.submit()
  })
}
