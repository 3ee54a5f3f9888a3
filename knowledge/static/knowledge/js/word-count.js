// <word-count>: counts what is typed in the text box inside it, as one types.
// The server counts too, when the page is made; without this file that count stays.
//
// data-unit               "words" or "characters"
// data-aim                how many are suggested, or fit
// data-none, -one, -some  what is said of none, of one, of more: "#" is the count
// data-over               what is said when there are too many: "@" is how many too many

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

class WordCount extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea, input");
    this.said = this.querySelector(".under span");
    this.bar = this.querySelector("progress");
    if (!this.box || !this.said) return;
    this.box.addEventListener("input", () => this.show());
    this.show();
  }

  show() {
    const text = this.box.value;
    const isWords = this.dataset.unit === "words";
    const count = isWords ? (text.match(WORD) || []).length : [...text].length;
    const aim = Number(this.dataset.aim);
    const isOver = "over" in this.dataset && count > aim;
    const sentence = isOver ? "over" : ["none", "one"][count] || "some";
    const words = this.dataset[sentence].replace("#", count).replace("@", count - aim);
    // Only what changes is read aloud again.
    if (this.said.textContent !== words) this.said.textContent = words;
    this.said.classList.toggle("over", isOver);
    if (this.bar) this.bar.value = count;
  }
}

customElements.define("word-count", WordCount);
