// <auto-save>: sends the form inside it while one writes, a moment after the last
// letter, and says how it went. Without this file, or without a connection, the
// buttons save as always, and <kept-writing> keeps a copy in the browser.
//
// data-saving   what is said while it is being sent
// data-offline  ... when nothing answers
// data-ended    ... when the session has ended
// data-failed   ... when the server could not do it
// data-renews-errors  each answer says anew what is wrong

const PAUSE = 1500;
const AGAIN = 15000;

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.leaving || typeof htmx === "undefined") return;
    this.leaving = new AbortController();
    const here = { signal: this.leaving.signal };
    this.form.addEventListener("input", () => this.soon(PAUSE), here);
    this.form.addEventListener("change", () => this.soon(PAUSE), here);
    this.form.addEventListener("submit", () => { this.isGoing = true; clearTimeout(this.timer); }, here);
    this.form.addEventListener("htmx:beforeRequest", () => this.say("saving"), here);
    this.form.addEventListener("htmx:sendError", () => this.later("offline"), here);
    this.form.addEventListener("htmx:timeout", () => this.later("offline"), here);
    this.form.addEventListener("htmx:responseError", (event) => this.refused(event.detail.xhr.status), here);
    if ("renewsErrors" in this.dataset) this.form.addEventListener("htmx:beforeSwap", () => this.clear(), here);
    window.addEventListener("online", () => this.isWaiting && this.soon(0), here);
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.isGoing = false; }, here);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.leaving?.abort();
  }

  soon(pause) {
    clearTimeout(this.timer);
    if (this.isGoing) return;
    this.timer = setTimeout(() => this.send(), pause);
  }

  send() {
    if (this.isGoing) return;
    if (!navigator.onLine) {
      this.later("offline");
      return;
    }
    this.isWaiting = false;
    htmx.trigger(this.form, "autosave");
  }

  refused(status) {
    if (status === 403) this.say("ended");
    else this.later("failed");
  }

  later(why) {
    this.say(why);
    this.isWaiting = true;
    this.soon(AGAIN);
  }

  say(what) {
    const said = document.getElementById("saved");
    if (!said || this.isGoing) return;
    said.textContent = this.dataset[what];
    said.classList.toggle("asks", what !== "saving");
  }

  clear() {
    this.form.querySelectorAll(".error[id$='_error']").forEach((slot) => slot.replaceChildren());
  }
}

customElements.define("auto-save", AutoSave);
