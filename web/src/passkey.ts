// Passkeys: a form with data-passkey hands the server's options to the browser
// and sends what it answers. Making one, the options stand in the form; signing
// in, they are asked for when the button is pressed, since they last five
// minutes.
import { on } from "./common";

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

interface Named { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] }

const named = (list: Named[] | undefined) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options: any): Promise<PublicKeyCredential> {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge), excludeCredentials: named(options.publicKey.excludeCredentials), user: { ...options.publicKey.user, id: bytes(options.publicKey.user.id) } };
  return await navigator.credentials.create({ publicKey }) as PublicKeyCredential;
}

async function ask(options: any): Promise<PublicKeyCredential> {
  const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge), allowCredentials: named(options.publicKey.allowCredentials) };
  return await navigator.credentials.get({ publicKey }) as PublicKeyCredential;
}

function answer(made: PublicKeyCredential): string {
  const said = made.response;
  const response: Record<string, unknown> = { clientDataJSON: text(said.clientDataJSON) };
  if (said instanceof AuthenticatorAttestationResponse) {
    response["attestationObject"] = text(said.attestationObject);
    response["transports"] = said.getTransports?.() ?? [];
  } else if (said instanceof AuthenticatorAssertionResponse) {
    response["authenticatorData"] = text(said.authenticatorData);
    response["signature"] = text(said.signature);
    response["userHandle"] = text(said.userHandle);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
}

/** A refusal whose words come from the server. */
class Refused extends Error {}

async function options(form: HTMLFormElement): Promise<unknown> {
  if (!form.dataset["ask"]) return JSON.parse(form.dataset["make"] ?? "{}");
  const reply = await fetch(form.dataset["ask"], { method: "POST", headers: { Accept: "application/json" } });
  const body = await reply.json();
  if (!reply.ok) throw new Refused(body.error);
  return body;
}

async function run(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button");
  const words = form.querySelector<HTMLElement>("[data-passkey-said]");
  const say = (line: string) => {
    if (!words) return;
    words.textContent = line;
    words.hidden = line === "";
  };
  say("");
  if (!window.PublicKeyCredential) return say(form.dataset["old"] ?? "");
  if (button) button.disabled = true;
  try {
    const given = await options(form);
    const made = await (form.dataset["ask"] ? ask(given) : make(given));
    form.querySelector<HTMLInputElement>("input[name=answer]")!.value = answer(made);
    form.submit();
  } catch (error) {
    const known = error instanceof DOMException && error.name === "InvalidStateError";
    say((error instanceof Refused && error.message) || (known && form.dataset["known"]) || (form.dataset["failed"] ?? ""));
  } finally {
    if (button) button.disabled = false;
  }
}

export function start(): void {
  on("submit", "form[data-passkey]", (form, event) => {
    event.preventDefault();
    void run(form as HTMLFormElement);
  });
}
