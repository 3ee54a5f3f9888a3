// <passkey-form>: asks the device for a passkey and sends the form inside it with the answer.
// Without this file, or in a browser without passkeys, its button is not there.
//
// data-ask      "create" or "get"
// data-options  id of the element with what the device is asked, as JSON; or
// data-from     the address that answers with it
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential || !window.webauthnJSON) return;
    this.form = this.querySelector("form");
    this.dataset.ready = "";
    this.querySelector("[data-passkey]").addEventListener("click", () => this.go());
    // Enter in the field of the name must not send the form without a passkey.
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.go(); });
  }

  async go() {
    delete this.dataset.failed;
    try {
      const asked = this.dataset.ask === "create" ? this.withChoice(await this.options()) : await this.options();
      const credential = await window.webauthnJSON[this.dataset.ask](asked);
      this.form.elements.credential.value = JSON.stringify(credential);
      this.form.submit();
    } catch {
      this.dataset.failed = "";
    }
  }

  async options() {
    if (!this.dataset.from) {
      const data = JSON.parse(document.getElementById(this.dataset.options).textContent);
      return data.creation_options || data.request_options;
    }
    const answer = await fetch(this.dataset.from, {
      headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    return (await answer.json()).request_options;
  }

  withChoice(options) {
    const alone = this.form.elements.passwordless?.checked || false;
    const wanted = options.publicKey.authenticatorSelection;
    wanted.residentKey = alone ? "required" : "discouraged";
    wanted.requireResidentKey = alone;
    if (alone) wanted.userVerification = "required";
    return options;
  }
}

customElements.define("passkey-form", PasskeyForm);
