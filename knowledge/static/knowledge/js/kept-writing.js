// <kept-writing>: what was typed in the form inside it and not saved comes back,
// in this tab and for this account alone: after signing in again, after a page
// of error, after following a link too early. Without this file the page that
// could not save shows what was typed, to be copied.
//
// data-account   whose it is; what another account left in this tab is deleted
// data-key       the case; what was typed to begin it is no longer needed
// data-answered  the server gave the form back with what was typed: nothing to restore

const PREFIX = "cabildo-writing:";
// Never put back: the page has newer ones.
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "seen"]);

class KeptWriting extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.untouched !== undefined) return;
    this.name = PREFIX + this.form.getAttribute("action");
    // What the server gave back is not saved either.
    this.untouched = "answered" in this.dataset ? "" : this.written();
    this.isSent = false;
    this.forgetOthers();
    const kept = this.read(this.name);
    this.forget();
    // Sent, and the section has changed since: it was saved.
    const wasSaved = kept && kept.isSent && kept.seen !== this.seen();
    if (kept && !wasSaved && !("answered" in this.dataset)) this.restore(kept);
    this.form.addEventListener("submit", () => { this.isSent = true; });
    window.addEventListener("pagehide", () => this.keep());
    this.querySelector("[data-forget]")?.addEventListener("click", () => {
      this.isDiscarded = true;
      window.location.reload();
    });
  }

  seen() {
    return this.form.elements.seen?.value || "";
  }

  entries() {
    return [...new FormData(this.form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  }

  written() {
    return JSON.stringify(this.entries().filter(([name]) => !OF_THE_PAGE.has(name)));
  }

  keep() {
    if (this.isDiscarded || (!this.isSent && this.written() === this.untouched)) return;
    const kept = {
      account: this.dataset.account,
      seen: this.seen(),
      isSent: this.isSent,
      entries: this.entries(),
    };
    try {
      sessionStorage.setItem(this.name, JSON.stringify(kept));
    } catch {
      // The browser keeps nothing; the page that could not save still shows the text.
    }
    this.isSent = false;
  }

  read(name) {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.name);
    } catch {
      // Nothing is kept where nothing may be.
    }
  }

  forgetOthers() {
    let names = [];
    try {
      names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return;
    }
    for (const name of names) {
      const kept = this.read(name);
      const begun = kept?.entries?.find(([field]) => field === "key")?.[1];
      const isBegun = begun && begun === this.dataset.key;
      if (kept?.account !== this.dataset.account || isBegun) sessionStorage.removeItem(name);
    }
  }

  restore(kept) {
    const values = kept.entries.filter(([name]) => !OF_THE_PAGE.has(name));
    const total = values.find(([name]) => name.endsWith("-TOTAL_FORMS"));
    if (total) this.querySelector("source-rows")?.grow?.(Number(total[1]));
    const names = new Set(values.map(([name]) => name));
    for (const control of this.form.elements) {
      if (!control.name || OF_THE_PAGE.has(control.name) || /-(INITIAL|TOTAL|MIN_NUM|MAX_NUM)_FORMS$/.test(control.name)) continue;
      const given = values.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
      else if (names.has(control.name)) control.value = given[0];
    }
    this.restoreChosenPlace(values);
    // Left before it was sent: the server will tell whether somebody else wrote meanwhile.
    if (!kept.isSent && this.form.elements.seen) this.form.elements.seen.value = kept.seen;
    if (this.written() === this.untouched) return;
    this.querySelector("[data-restored]").hidden = false;
    this.querySelectorAll("word-count").forEach((count) => count.show?.());
  }

  // The key of a chosen municipality has a field only once one was chosen.
  restoreChosenPlace(values) {
    for (const chooser of this.form.querySelectorAll("municipality-chooser")) {
      const key = values.find(([name]) => name === chooser.dataset.name)?.[1];
      if (!key || chooser.querySelector("input[type=hidden], input[type=radio]")) continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: chooser.dataset.name, value: key });
      chooser.append(field);
    }
  }
}

customElements.define("kept-writing", KeptWriting);
