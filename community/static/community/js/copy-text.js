/* <copy-text>: adds a button that copies its text. Without it the text can still be selected.

   data-text   what to copy; when missing, the text of the element marked data-copied
   data-label  the words of the button; when missing, its own link becomes the button
   data-done   said and shown once it is copied */
class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard || this.querySelector("button")) return;
    const link = this.querySelector(":scope > a");
    const button = document.createElement("button");
    button.type = "button";
    button.className = link ? link.className : "button second";
    button.textContent = this.dataset.label || link.textContent;
    button.addEventListener("click", () => this.copy(button));
    if (link) link.replaceWith(button);
    else this.querySelector("[data-copied]").before(button);
  }

  async copy(button) {
    const text = this.dataset.text || this.querySelector("[data-copied]").innerText;
    await navigator.clipboard.writeText(text);
    const said = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.textContent = this.dataset.done;
    setTimeout(() => { button.textContent = said; }, 4000);
  }
}

customElements.define("copy-text", CopyText);
