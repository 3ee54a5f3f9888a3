// <file-upload>: sends the files chosen in the form inside it piece by piece, shows how far each
// is, goes on by itself when the network comes back, and then sends the form without the files.
// The same file chosen again within a day goes on where it stopped.
// Without this element the form sends its files whole, as any form does.
//
// data-begin  where an upload begins: answers with its key, its address and how much is there
// data-piece  how many bytes go at once
// data-…      the sentences: waiting, sending (# is the share in percent), done, failed
//             (# is the number of seconds), again, remove

const DELAYS = [1, 2, 4, 8, 16, 30];
const SECOND = 1000;

class Refused extends Error {}

class FileUpload extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector("[data-files]");
    if (!this.form || !this.input || this.jobs) return;
    this.jobs = [];
    this.input.addEventListener("change", () => this.choose([...this.input.files]));
    this.form.addEventListener("submit", (event) => {
      // Nothing chosen: the server says what is to say.
      if (!this.jobs.length) return;
      event.preventDefault();
      this.isWaiting = true;
      this.jobs.filter((job) => !job.isDone && !job.isRunning && !job.isRefused).forEach((job) => this.run(job));
      this.finish();
    });
    window.addEventListener("online", () => this.jobs.forEach((job) => job.wake?.()));
  }

  // Chosen files start at once: while they travel, the rest of the form can be filled in.
  choose(files) {
    for (const file of files) {
      const job = { file, sent: 0, row: this.list.appendChild(this.line(file)) };
      job.row.querySelector("button").addEventListener("click", () => this.remove(job));
      this.jobs.push(job);
      this.run(job);
    }
    // They travel by themselves; the form must not send them again.
    this.input.value = "";
    this.list.hidden = !this.jobs.length;
  }

  line(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("b").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    return row;
  }

  async run(job) {
    job.isRunning = true;
    for (let failures = 0; !job.isDone && !job.isGone; ) {
      const before = job.sent;
      try {
        await this.send(job);
      } catch (problem) {
        if (problem instanceof Refused) {
          job.isRefused = true;
          this.say(job, problem.message, true);
          break;
        }
        failures = job.sent > before ? 0 : failures + 1;
        await this.pause(job, DELAYS[Math.min(failures, DELAYS.length - 1)]);
      }
    }
    job.isRunning = false;
    this.finish();
  }

  async send(job) {
    const told = new URLSearchParams({ name: job.file.name, size: job.file.size, stamp: job.file.lastModified });
    const begun = await this.ask(this.dataset.begin, { method: "POST", body: told });
    Object.assign(job, { key: begun.key, address: begun.address, sent: begun.received });
    const piece = Number(this.dataset.piece);
    while (job.sent < job.file.size) {
      if (job.isGone) return;
      this.show(job);
      const answer = await this.ask(`${job.address}?desde=${job.sent}`, {
        method: "PUT",
        body: job.file.slice(job.sent, job.sent + piece),
        headers: { "Content-Type": "application/octet-stream" },
      });
      job.sent = answer.received;
    }
    job.isDone = true;
    this.show(job);
  }

  async ask(address, options) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(address, { ...options, headers: { ...options.headers, "X-CSRFToken": token } });
    if (answer.ok) return answer.json();
    // What the server refuses once it refuses again; what breaks may be whole in a moment.
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) throw new Error(answer.status);
    const said = await answer.json().catch(() => ({}));
    throw new Refused(said.said || this.dataset.refused);
  }

  async pause(job, seconds) {
    this.say(job, this.dataset.failed.replace("#", seconds), true);
    await new Promise((resolve) => {
      job.wake = resolve;
      setTimeout(resolve, seconds * SECOND);
    });
    job.wake = null;
  }

  show(job) {
    const share = job.file.size ? Math.floor((job.sent / job.file.size) * 100) : 100;
    job.row.querySelector("progress").value = share;
    this.say(job, job.isDone ? this.dataset.done : this.dataset.sending.replace("#", share));
  }

  say(job, sentence, isWrong = false) {
    const said = job.row.querySelector("[data-said]");
    if (said.textContent !== sentence) said.textContent = sentence;
    job.row.classList.toggle("wrong", isWrong);
  }

  remove(job) {
    job.isGone = true;
    job.wake?.();
    if (job.address) this.ask(job.address, { method: "DELETE" }).catch(() => {});
    job.row.remove();
    this.jobs = this.jobs.filter((other) => other !== job);
    this.list.hidden = !this.jobs.length;
    this.input.focus();
    this.finish();
  }

  // Somebody has pressed the button: as soon as all is there, the form goes with its keys.
  finish() {
    if (!this.isWaiting || this.jobs.some((job) => job.isRunning || job.isRefused)) {
      if (this.jobs.some((job) => job.isRefused)) this.isWaiting = false;
      return;
    }
    this.isWaiting = false;
    for (const job of this.jobs.filter((each) => each.isDone)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "uploaded", value: job.key });
      this.form.append(field);
    }
    this.form.submit();
  }
}

customElements.define("file-upload", FileUpload);
