// Passkeys (WebAuthn): <passkey-form> asks the browser for one when its form is sent, and sends along what came of it.
//
// data-options: where the server says what is asked · data-makes: a new passkey is made, not a known one used ·
// data-offer: the browser offers passkeys in the field for the name, before any button is pressed.

interface Options {
  to?: string;
}

class PasskeyForm extends HTMLElement {
  /** The request that waits in the background: a browser has one at a time. */
  #waiting = new AbortController();

  connectedCallback(): void {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#run();
    });
    if (this.dataset.offer !== undefined) void this.#offer();
  }

  disconnectedCallback(): void {
    this.#waiting.abort();
  }

  get #form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  async #run(): Promise<void> {
    this.#waiting.abort();
    this.#say("");
    if (!("PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential)) {
      this.#say(this.dataset.unsupported ?? "");
      return;
    }
    try {
      const options = await this.#options();
      if (options === null) return;
      this.#send(this.dataset.makes === undefined ? await used(options) : await made(options));
    } catch {
      this.#say(this.dataset.failed ?? "");
    }
  }

  async #offer(): Promise<void> {
    if (!("PublicKeyCredential" in window && "parseRequestOptionsFromJSON" in PublicKeyCredential)) return;
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    try {
      const options = await this.#options();
      if (options !== null) this.#send(await used(options, { mediation: "conditional", signal: this.#waiting.signal }));
    } catch {
      // Nobody chose one, or a button was pressed meanwhile.
    }
  }

  /** What the server asks for; null when it sends us elsewhere first. */
  async #options(): Promise<object | null> {
    const token = this.#form.querySelector<HTMLInputElement>("[name=csrf]")?.value;
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token !== undefined) headers["X-CSRF-Token"] = token;
    const answer = await fetch(this.dataset.options ?? "", { method: "POST", headers });
    const said = (await answer.json()) as Options;
    if (said.to !== undefined) {
      location.assign(said.to);
      return null;
    }
    if (!answer.ok) throw new Error(`${answer.status}`);
    return said;
  }

  #send(credential: Credential | null): void {
    const field = this.#form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(credential);
    this.#form.submit();
  }

  #say(text: string): void {
    const problem = this.querySelector<HTMLElement>("[role=alert]");
    if (problem === null) return;
    problem.textContent = text;
    problem.hidden = text === "";
  }
}

function used(options: object, further: CredentialRequestOptions = {}): Promise<Credential | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
  return navigator.credentials.get({ publicKey, ...further });
}

function made(options: object): Promise<Credential | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
  return navigator.credentials.create({ publicKey });
}

customElements.define("passkey-form", PasskeyForm);
