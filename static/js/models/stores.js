// Where the outbox is kept: in the browser's database, or in memory where there is none.
const STORE = "outbox"

/** The outbox of one user in IndexedDB; in memory where the browser forbids it (some private windows do). */
export async function openStore(user, indexedDB = globalThis.indexedDB) {
  try {
    return new DatabaseStore(await openDatabase(indexedDB, `parley-${user}`))
  } catch {
    return new MemoryStore()
  }
}

export class MemoryStore {
  #items = new Map()

  async all() {
    return [...this.#items.values()]
  }

  async put(item) {
    this.#items.set(item.client_id, item)
  }

  async remove(clientId) {
    this.#items.delete(clientId)
  }

  async clear() {
    this.#items.clear()
  }
}

class DatabaseStore {
  #database

  constructor(database) {
    this.#database = database
  }

  all() {
    return this.#run("readonly", (store) => store.getAll())
  }

  put(item) {
    return this.#run("readwrite", (store) => store.put(item))
  }

  remove(clientId) {
    return this.#run("readwrite", (store) => store.delete(clientId))
  }

  clear() {
    return this.#run("readwrite", (store) => store.clear())
  }

  #run(mode, work) {
    return promised(work(this.#database.transaction(STORE, mode).objectStore(STORE)))
  }
}

function openDatabase(indexedDB, name) {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client_id" })
  return promised(request)
}

function promised(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
