// <row-list>: adds an empty row and moves rows without asking the server.
// Without this file its buttons save the section and the page comes back with
// one more row, or with the row in its new place.
//
// data-prefix  of the names of its fields
// data-first   the number of the first row it shows; 1 if it shows them all

class RowList extends HTMLElement {
  connectedCallback() {
    this.total = this.querySelector("input[name$='-TOTAL_FORMS']");
    this.most = this.querySelector("input[name$='-MAX_NUM_FORMS']");
    this.model = this.querySelector("template");
    this.list = this.querySelector("ol");
    this.button = this.querySelector("button[name=add]");
    if (!this.total || !this.model || !this.button || this.button.type === "button") return;
    this.button.type = "button";
    this.button.addEventListener("click", () => {
      this.add().querySelector("input:not([type=hidden]), select, textarea").focus();
    });
    this.list.querySelectorAll("button[name=move]").forEach((button) => this.makeMove(button));
    this.limit();
  }

  add() {
    const number = Number(this.total.value);
    const row = this.model.content.firstElementChild.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("__prefix__", number);
    row.querySelector("legend").append(` ${number + Number(this.dataset.first || 1)}`);
    row.querySelector("input[name$='-key']").value = newKey();
    row.querySelectorAll("button[name=move]").forEach((button) => this.makeMove(button));
    this.list.append(row);
    this.total.value = number + 1;
    this.limit();
    this.number();
    return row;
  }

  makeMove(button) {
    const up = button.value.endsWith("-up");
    button.type = "button";
    button.addEventListener("click", () => {
      const row = button.closest("li");
      const other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (up) other.before(row);
      else other.after(row);
      this.number();
      button.focus();
      button.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  places() {
    return [...this.list.querySelectorAll(":scope > li input[name$='-place']")];
  }

  number() {
    this.places().forEach((place, index) => { place.value = index; });
  }

  // Puts the rows in the order of their places; for what is put back from before.
  arrange() {
    const order = (place) => Number(place.value || 9999);
    this.places().sort((one, other) => order(one) - order(other)).forEach((place) => this.list.append(place.closest("li")));
    this.number();
  }

  // Rows until there are so many; for what is put back from before.
  grow(count) {
    while (Number(this.total.value) < Math.min(count, Number(this.most.value))) this.add();
  }

  limit() {
    this.button.disabled = Number(this.total.value) >= Number(this.most.value);
  }
}

// A key of its own from the beginning: saved again, the row is known again.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

customElements.define("row-list", RowList);
