// <kept-writing>: what was typed in the form inside it and not sent comes back,
// in this browser and for this account alone: after signing in again, after a
// page of error, after following a link too early, for fourteen days. Many share
// the computers of a town hall: <forget-writing> deletes it all when somebody
// signs out. Without this file the page that could not save shows what was
// typed, to be copied.
//
// data-account   whose it is; what another account left in this browser is deleted
// data-key       what is being written (a case), if it has a key; what was typed
//                to begin it is no longer needed
// data-answered  the server gave the form back with what was typed: nothing to restore

const PREFIX = "cabildo-writing:";
const DAYS_KEPT = 14;
const A_DAY = 24 * 60 * 60 * 1000;
// Never put back: the page has newer ones.
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "seen", "shown", "row", "page", "pagina", "drawn_at"]);

function keptNames() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

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
    // Sent, and the section has changed since: it was saved.
    const wasSaved = kept && kept.isSent && kept.seen !== this.seen();
    const isWanted = kept && !wasSaved && !("answered" in this.dataset);
    if (isWanted && this.goWhereItWas(kept)) return;
    this.forget();
    if (isWanted) this.restore(kept);
    this.keep();
    this.leaving = new AbortController();
    const here = { signal: this.leaving.signal };
    this.form.addEventListener("submit", () => {
      this.isSent = true;
      this.keep();
    }, here);
    // HTMX sent it and nothing came back: it is still here to be sent again.
    this.form.addEventListener("htmx:sendError", () => { this.isSent = false; }, here);
    // HTMX saved all of it, or only some, while one writes on.
    this.form.addEventListener("htmx:beforeRequest", () => { this.sending = this.written(); }, here);
    this.form.addEventListener("kept-all", () => this.wasKept(), here);
    this.form.addEventListener("input", () => this.keepSoon(), here);
    window.addEventListener("pagehide", () => this.keep(), here);
    // HTMX may put another form in its place before the second is over.
    document.addEventListener("htmx:beforeSwap", () => this.keep(), here);
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.isSent = false; }, here);
    this.querySelector("[data-forget]")?.addEventListener("click", () => {
      this.isDiscarded = true;
      this.forget();
      window.location.reload();
    });
  }

  // HTMX put another form in its place, which has looked at what was kept.
  disconnectedCallback() {
    clearTimeout(this.soon);
    this.leaving?.abort();
  }

  keepSoon() {
    this.isSent = false;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.keep(), 1000);
  }

  wasKept() {
    this.untouched = this.sending ?? this.untouched;
    this.isSent = false;
    this.keep();
  }

  // Of many rows a page shows some: what was typed among others is put back there.
  goWhereItWas(kept) {
    const shown = (entries) => new URLSearchParams(entries.filter(([name]) => name === "filas")).toString();
    const there = shown(kept.entries);
    if (!there || there === shown(this.entries()) || window.location.search === `?${there}`) return false;
    window.location.replace(`?${there}`);
    return true;
  }

  seen() {
    return this.form.elements.seen?.value || "";
  }

  entries() {
    return [...new FormData(this.form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  }

  written() {
    return JSON.stringify(this.entries().filter(([name]) => !OF_THE_PAGE.has(name)));
  }

  keep() {
    if (this.isDiscarded) return;
    if (this.written() === this.untouched) {
      this.forget();
      return;
    }
    const kept = {
      account: this.dataset.account,
      at: Date.now(),
      seen: this.seen(),
      isSent: this.isSent,
      entries: this.entries(),
    };
    try {
      localStorage.setItem(this.name, JSON.stringify(kept));
    } catch {
      // The browser keeps nothing; the page that could not save still shows the text.
    }
  }

  read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // Nothing is kept where nothing may be.
    }
  }

  forgetOthers() {
    for (const name of keptNames()) {
      const kept = this.read(name);
      const begun = kept?.entries?.find(([field]) => field === "key")?.[1];
      const isBegun = begun && begun === this.dataset.key;
      const isOld = !(Date.now() - kept?.at < DAYS_KEPT * A_DAY);
      if (kept?.account !== this.dataset.account || isBegun || isOld) localStorage.removeItem(name);
    }
  }

  restore(kept) {
    const values = kept.entries.filter(([name]) => !OF_THE_PAGE.has(name));
    for (const list of this.querySelectorAll("row-list")) {
      const total = values.find(([name]) => name === `${list.dataset.prefix}-TOTAL_FORMS`);
      if (total) list.grow?.(Number(total[1]));
    }
    const names = new Set(values.map(([name]) => name));
    for (const control of this.form.elements) {
      if (!control.name || control.type === "file" || OF_THE_PAGE.has(control.name) || /-(INITIAL|TOTAL|MIN_NUM|MAX_NUM)_FORMS$/.test(control.name)) continue;
      const given = values.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = given.includes(control.value);
      else if (names.has(control.name)) control.value = given[0];
    }
    this.restoreChosenPlace(values);
    this.querySelectorAll("row-list").forEach((list) => list.arrange?.());
    // Left before it was sent: the server will tell whether somebody else wrote meanwhile.
    for (const name of kept.isSent ? [] : ["seen", "shown", "page"]) {
      const old = kept.entries.find(([field]) => field === name);
      if (old && this.form.elements[name]) this.form.elements[name].value = old[1];
    }
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

// <forget-writing>: around a form that ends a visit; sending it deletes what was kept.
class ForgetWriting extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", () => keptNames().forEach((name) => localStorage.removeItem(name)));
  }
}

customElements.define("kept-writing", KeptWriting);
customElements.define("forget-writing", ForgetWriting);
