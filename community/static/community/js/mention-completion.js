// <mention-completion>: offers people while somebody types "@" and the beginning of a
// name in the text box inside it. Without this file a handle typed whole works too.
//
// data-url     answers with rows of the list for ?q=
// data-label   what the list is called
const BEGUN = /(?:^|[^\w@./+-])@([\p{L}\d-]{1,30})$/u;

class MentionCompletion extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    if (!this.box || this.list) return;
    this.list = document.createElement("ul");
    this.list.className = "mentions plain";
    this.list.id = `${this.box.id}-personas`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.label);
    this.list.hidden = true;
    this.box.after(this.list);
    this.box.setAttribute("aria-autocomplete", "list");
    this.box.setAttribute("aria-controls", this.list.id);
    this.box.addEventListener("input", () => this.askSoon());
    this.box.addEventListener("keydown", (event) => this.steer(event));
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[role=option]");
      if (row) this.choose(row);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.soon);
    this.asking?.abort();
  }

  begun() {
    return BEGUN.exec(this.box.value.slice(0, this.box.selectionStart))?.[1] || "";
  }

  askSoon() {
    clearTimeout(this.soon);
    if (!this.begun()) return this.close();
    this.soon = setTimeout(() => this.ask(), 200);
  }

  async ask() {
    const words = this.begun();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(words)}`, {
        headers: { "HX-Request": "true" },
        signal: this.asking.signal,
      });
      if (!answer.ok || words !== this.begun()) return;
      this.list.innerHTML = await answer.text();
    } catch {
      return;
    }
    this.rows = [...this.list.querySelectorAll("[role=option]")];
    this.rows.forEach((row, place) => { row.id = `${this.list.id}-${place}`; });
    this.list.hidden = !this.rows.length;
    this.mark(this.rows.length ? 0 : -1);
  }

  mark(place) {
    this.place = place;
    this.rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === place)));
    if (place < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", this.rows[place].id);
  }

  steer(event) {
    if (this.list.hidden) return;
    const turns = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in turns) this.mark((this.place + turns[event.key] + this.rows.length) % this.rows.length);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.rows[this.place]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  choose(row) {
    const end = this.box.selectionStart;
    const start = end - this.begun().length;
    this.box.setRangeText(`${row.dataset.handle} `, start, end, "end");
    this.close();
    this.box.focus();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    clearTimeout(this.soon);
    this.list.hidden = true;
    this.rows = [];
    this.mark(-1);
  }
}

customElements.define("mention-completion", MentionCompletion);
