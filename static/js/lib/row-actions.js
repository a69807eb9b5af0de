// What can be done with a row of the inbox: by a key, by its menu, or by drawing it aside.
import { gettext } from "./i18n.js";
import { post } from "./http.js";
import { toast } from "./toast.js";

export class RowActions {
  #isArchive
  #remove
  #restore

  /** `isArchive` tells that the list shows what is archived; `remove` and `restore` take a row out and put it back. */
  constructor({ isArchive, remove, restore }) {
    this.#isArchive = isArchive
    this.#remove = remove
    this.#restore = restore
  }

  async run(action, item) {
    try {
      await this.#actions[action](item, item.querySelector("a.row").getAttribute("href"))
    } catch (error) {
      toast(error.message)
    }
  }

  /** What an action is called in this list. */
  get words() {
    return { unread: gettext("Mark as unread"), archive: this.#isArchive ? gettext("Back to the inbox") : gettext("Archive") }
  }

  #actions = {
    unread: (_item, href) => post(`${href}unread/`, {}),
    archive: async (item, href) => {
      await this.#setArchived(href, !this.#isArchive)
      this.#remove(item)
      const text = this.#isArchive ? gettext("Back to the inbox") : gettext("Archived")
      toast(text, { label: gettext("Undo"), onAction: () => this.run("undo", item) })
    },
    undo: async (item, href) => {
      await this.#setArchived(href, this.#isArchive)
      this.#restore(item)
    },
  }

  #setArchived(href, archived) {
    return post(`${href}archive/`, { archived: archived ? "1" : "0" })
  }
}
