// A whole element as the place where files are dropped; `data-dropping` shows it while they hang over it.

/** Calls `onFiles` with what is dropped. Returns how to stop. */
export function dropArea(element, onFiles) {
  const controller = new AbortController()
  const on = (name, handler) => element.addEventListener(name, handler, { signal: controller.signal })
  let depth = 0
  const hover = (step) => {
    depth = Math.max(0, depth + step)
    element.toggleAttribute("data-dropping", depth > 0)
  }
  on("dragenter", (event) => hasFiles(event) && (event.preventDefault(), hover(1)))
  on("dragover", (event) => hasFiles(event) && event.preventDefault())
  on("dragleave", (event) => hasFiles(event) && hover(-1))
  on("drop", (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    hover(-depth)
    onFiles([...event.dataTransfer.files])
  })
  return () => controller.abort()
}

function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes("Files") ?? false
}
