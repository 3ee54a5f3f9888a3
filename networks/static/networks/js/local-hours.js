/* <local-hours>: when something is, by the clock of this device, where that differs from the
   clock of the place. Without it the hours of the place stand there.

   data-starts, data-ends  instants, in seconds since 1970
   data-zone               the time zone of the place
   data-label              the words before the hours */
class LocalHours extends HTMLElement {
  connectedCallback() {
    const starts = new Date(this.dataset.starts * 1000);
    const ends = new Date(this.dataset.ends * 1000);
    const shown = (timeZone) => new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "short", timeZone }).format(starts);
    if (this.childElementCount || shown(this.dataset.zone) === shown(undefined)) return;
    const language = document.documentElement.lang;
    const format = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hour12: language === "en" });
    const time = document.createElement("time");
    time.dateTime = starts.toISOString();
    time.textContent = format.formatRange ? format.formatRange(starts, ends) : format.format(starts);
    this.append(`${this.dataset.label} `, time);
  }
}

customElements.define("local-hours", LocalHours);
