// Requests to our own server.
import { gettext } from "./i18n.js";

/** The server refused; `message` is its sentence. */
export class RequestRefused extends Error {
  constructor(status, { code = "", detail = "" } = {}) {
    super(detail || gettext("Something failed on our side. Nothing you sent is lost."))
    this.name = "RequestRefused"
    this.status = status
    this.code = code
  }
}

/** Django's token against forged requests, from any form of the page or from its cookie. */
export function csrfToken() {
  const field = document.querySelector('input[name="csrfmiddlewaretoken"]')
  return field?.value ?? /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? ""
}

export async function getJson(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } })
  if (!response.ok) throw new RequestRefused(response.status, await problemOf(response))
  return response.json()
}

/** The first element of a piece of HTML that the server rendered; null where there is nothing (any more). */
export async function getElement(url) {
  return (await getPage(url))?.body.firstElementChild ?? null
}

/** A page that the server rendered, as a document; null where there is none (any more). */
export async function getPage(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" } })
  return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null
}

/** Posts a form's fields as a form would, without following where it leads. */
export async function post(url, fields) {
  const body = new URLSearchParams(fields)
  const response = await fetch(url, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": csrfToken() } })
  if (!response.ok && response.type !== "opaqueredirect") throw new RequestRefused(response.status)
}

/** Sends an object to our own REST. */
export async function postJson(url, value) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() }
  const response = await fetch(url, { method: "POST", body: JSON.stringify(value), headers })
  if (!response.ok) throw new RequestRefused(response.status, await problemOf(response))
}

async function problemOf(response) {
  return response.json().catch(() => ({}))
}
