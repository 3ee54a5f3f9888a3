// <municipality-chooser>: completes the name of a municipality as one types.
// An enhancement of the text box inside it, after the ARIA combobox pattern;
// without this file the text is sent as it is and the server asks back.

const WAIT = 150; // milliseconds after the last letter
const SHORTEST = 2; // letters before it asks

class MunicipalityChooser extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=text]");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}_list`;
    this.list.className = "chooser-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.label());
    this.list.hidden = true;
    this.count = document.createElement("p");
    this.count.className = "chooser-count";
    this.count.setAttribute("role", "status");
    this.input.after(this.list, this.count);
    const attributes = {
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.written());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // Before the text box loses the focus and the list goes.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  label() {
    const label = this.input.labels && this.input.labels[0];
    return label ? label.textContent.trim() : this.input.name;
  }

  key() {
    let field = this.querySelector("input[type=hidden]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = this.dataset.name;
      this.append(field);
    }
    return field;
  }

  written() {
    // What was chosen before no longer counts.
    this.querySelector(".chooser-candidates")?.remove();
    this.key().value = "";
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.input.value.trim().length < SHORTEST) {
      this.count.textContent = "";
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.request = new AbortController();
    const url = `${this.dataset.url}?q=${encodeURIComponent(this.input.value.trim())}`;
    try {
      const answer = await fetch(url, { signal: this.request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.count.textContent = this.dataset.failed;
    }
  }

  show({ results, more }) {
    this.list.replaceChildren(...results.map((result, index) => this.option(result, index)));
    this.count.textContent = this.counted(results.length, more);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.hidden = results.length === 0 || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  option(result, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.key = result.key;
    option.dataset.label = result.label;
    const parents = document.createElement("small");
    parents.textContent = result.parents;
    option.append(`${result.name} `, parents);
    return option;
  }

  counted(number, more) {
    if (number === 0) return this.dataset.none;
    if (more) return this.dataset.more.replace("#", number);
    return number === 1 ? this.dataset.one : this.dataset.some.replace("#", number);
  }

  pressed(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (this.list.childElementCount) this.reopen();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  reopen() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  move(step) {
    const options = [...this.list.children];
    this.active = (this.active + step + options.length + (this.active < 0 && step < 0)) % options.length;
    options.forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
    });
    const option = options[this.active];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  take(option) {
    this.input.value = option.dataset.label;
    this.key().value = option.dataset.key;
    this.list.replaceChildren();
    this.close();
    this.count.textContent = option.dataset.label;
    this.input.focus();
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

customElements.define("municipality-chooser", MunicipalityChooser);
