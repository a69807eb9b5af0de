// One file on its way to the server, with its progress. `XMLHttpRequest`, because `fetch` tells no progress.
import { gettext } from "../lib/i18n.js";
import { csrfToken } from "../lib/http.js";
import { uuid } from "../lib/uuid.js";

/** Starts an upload. `onProgress` gets percent. Returns `{done, cancel}`; `done` resolves with the attachment. */
export function upload(thread, file, onProgress) {
  const request = new XMLHttpRequest()
  const done = new Promise((resolve, reject) => {
    request.onload = () => settle(request, resolve, reject)
    request.onerror = () => reject(new Error(gettext("Not sent.")))
    request.onabort = () => reject(new DOMException("", "AbortError"))
  })
  request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((100 * loaded) / Math.max(1, total)))
  request.open("POST", `/api/threads/${thread}/attachments`)
  request.setRequestHeader("X-CSRFToken", csrfToken())
  request.send(bodyOf(file))
  return { done, cancel: () => request.abort() }
}

function bodyOf(file) {
  const body = new FormData()
  body.append("client_id", uuid())
  body.append("file", file)
  return body
}

function settle(request, resolve, reject) {
  const answer = parsed(request.responseText)
  if (request.status < 300 && answer.id) resolve(answer)
  else reject(new Error(answer.detail || gettext("Not sent.")))
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
