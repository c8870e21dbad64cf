// The bot's commands while one types "/": a list that the arrow keys walk without leaving the field.

import { h } from "./element.js";

let numbered = 0;

export class Suggestions {
  /** `field` is the text field; `choose` gets the command that was taken, with its slash. */
  constructor(field, choose) {
    this.field = field;
    this.choose = choose;
    this.commands = [];
    this.found = [];
    this.at = 0;
    numbered += 1;
    this.id = `commands-${numbered}`;
    this.element = h("ul", {
      class: "suggestions",
      role: "listbox",
      id: this.id,
      "aria-label": "Commands of the bot",
      hidden: true,
    });
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-autocomplete", "list");
  }

  get open() {
    return !this.element.hidden;
  }

  update() {
    const typed = /^\/([a-z0-9_]*)$/i.exec(this.field.value)?.[1]?.toLowerCase();
    this.found = typed === undefined ? [] : this.commands.filter(({ command }) => command.startsWith(typed));
    this.at = 0;
    this.draw();
  }

  close() {
    this.found = [];
    this.draw();
  }

  draw() {
    this.element.hidden = this.found.length === 0;
    this.element.replaceChildren(
      ...this.found.map((entry, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${this.id}-${index}`,
            class: "suggestion",
            "aria-selected": String(index === this.at),
            // A press would take the focus out of the field before the click arrives.
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => this.choose(`/${entry.command}`),
          },
          h("b", {}, `/${entry.command}`),
          h("span", {}, entry.description),
        ),
      ),
    );
    if (this.open) {
      this.field.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
      this.element.children[this.at].scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  /** Handles a key of the field; true where the list took it. */
  key(event) {
    if (!this.open) return false;
    const count = this.found.length;
    if (event.key === "ArrowDown") this.at = (this.at + 1) % count;
    else if (event.key === "ArrowUp") this.at = (this.at + count - 1) % count;
    else if (event.key === "Escape") this.found = [];
    else if (event.key === "Tab" && !event.shiftKey) {
      this.field.value = `/${this.found[this.at].command} `;
      this.found = [];
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.choose(`/${this.found[this.at].command}`);
      return true;
    } else return false;
    this.draw();
    return true;
  }
}
