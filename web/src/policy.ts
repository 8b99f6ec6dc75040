// Trusted Types: htmx turns the server's replies into elements, so text passes
// through this policy. It changes nothing: it refuses a reply that carries what
// our server never sends (scripts, handlers, javascript: addresses, frames).
// Names for the header: trusted-types default pobratim-inspect.

interface Policy { createHTML(text: string): string }
interface Factory { createPolicy(name: string, rules: { createHTML(text: string): string }): Policy }

const forbidden = "script:not([type='application/ld+json']), iframe, frame, object, embed, base, meta[http-equiv]";

/** Reports whether a parsed tree holds nothing that runs. */
function harmless(root: ParentNode): boolean {
  for (const element of root.querySelectorAll("*")) {
    // A whole page brings its own module scripts: those have an address here.
    if (element.matches(forbidden) && !ownScript(element)) return false;
    for (const { name, value } of element.attributes) {
      if (/^(on|hx-on|srcdoc$)/.test(name)) return false;
      if (/^(href|src|action|formaction|xlink:href)$/.test(name) && /^\s*javascript:/i.test(value)) return false;
    }
    if (element instanceof HTMLTemplateElement && !harmless(element.content)) return false;
  }
  return true;
}

function ownScript(element: Element): boolean {
  const address = element.getAttribute("src");
  return element.localName === "script" && address !== null && !element.textContent && new URL(address, location.href).origin === location.origin;
}

const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
if (factory) {
  const inspect = factory.createPolicy("pobratim-inspect", { createHTML: (text) => text });
  factory.createPolicy("default", {
    createHTML(text) {
      const tree = new DOMParser().parseFromString(inspect.createHTML(text), "text/html");
      if (!harmless(tree)) throw new TypeError("the reply holds something that runs");
      return text;
    },
  });
}

export {};
