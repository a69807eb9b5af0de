// Pictures open in a dialog of the page, where there is one; without it their link works as any link.

export function servePictures() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('[data-action="open-picture"]')
    const dialog = document.getElementById("picture-dialog")
    if (!link || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const image = dialog.querySelector("img")
    image.src = link.href
    image.alt = link.querySelector("img")?.alt ?? ""
    dialog.showModal()
  })
}
