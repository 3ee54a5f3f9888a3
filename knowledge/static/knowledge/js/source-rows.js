// <source-rows>: adds an empty row without asking the server.
// Without this file its button saves the section and the page comes back with one more.
//
// data-add  what the button says when it only adds

class SourceRows extends HTMLElement {
  connectedCallback() {
    this.total = this.querySelector("input[name$='-TOTAL_FORMS']");
    this.most = this.querySelector("input[name$='-MAX_NUM_FORMS']");
    this.model = this.querySelector("template");
    this.list = this.querySelector("ol");
    this.button = this.querySelector("button[name=add]");
    if (!this.total || !this.model || !this.button || this.button.type === "button") return;
    this.button.type = "button";
    this.button.querySelector("span").textContent = this.dataset.add;
    this.button.addEventListener("click", () => this.add().querySelector("input[type=text]").focus());
    this.limit();
  }

  add() {
    const number = Number(this.total.value);
    const row = this.model.content.firstElementChild.cloneNode(true);
    row.innerHTML = row.innerHTML.replaceAll("__prefix__", number);
    row.querySelector("legend").append(` ${number + 1}`);
    this.list.append(row);
    this.total.value = number + 1;
    this.limit();
    return row;
  }

  // Rows until there are so many; for what is put back from before.
  grow(count) {
    while (Number(this.total.value) < Math.min(count, Number(this.most.value))) this.add();
  }

  limit() {
    this.button.disabled = Number(this.total.value) >= Number(this.most.value);
  }
}

customElements.define("source-rows", SourceRows);
