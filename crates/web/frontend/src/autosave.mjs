// Saves a section a few seconds after it was changed. The page's own buttons save without this.
// What could not be saved stays in the browser until it was, and is offered when the page is opened
// again; signing out removes it.

const PREFIX = "almoner-draft:";
const PAUSE = 2000;
const AT_MOST = 8000;
const AGAIN = 10000;
const DAYS = 7;
const NOT_TYPED = ["csrf", "version", "asked", "then"];

const device = () => (window.matchMedia("(pointer: coarse)").matches ? "phone" : "computer");
const clock = (at) =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Everything typed into a form, as one text. */
function typed(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!NOT_TYPED.includes(name) && typeof value === "string") fields.append(name, value);
  }
  return fields.toString();
}

/** What is kept of one section: by the instant at which the page was opened. A browser that keeps
    nothing is no reason not to save. */
function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function keep(key, all) {
  try {
    if (Object.keys(all).length > 0) localStorage.setItem(key, JSON.stringify(all));
    else localStorage.removeItem(key);
  } catch {
    // Full, or switched off.
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function forgetOld() {
  const oldest = Date.now() - DAYS * 86_400_000;
  for (const key of keys()) {
    const all = Object.entries(kept(key)).filter(([, one]) => one.at > oldest);
    keep(key, Object.fromEntries(all));
  }
}

/** Puts a text that was kept back into its fields; answers with what has no field here. */
function putBack(form, text) {
  const values = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  for (const control of form.elements) {
    if (!control.name || NOT_TYPED.includes(control.name)) continue;
    const wanted = values.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = wanted.includes(control.value);
    } else if (wanted.length > 0) {
      control.value = wanted[0];
    }
    control.dispatchEvent(new Event("keyup"));
  }
  const homeless = [...values].filter(([name]) => !form.elements.namedItem(name));
  return homeless.flatMap(([, texts]) => texts).filter((one) => one.trim() !== "");
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.key = PREFIX + form.dataset.appAutosave;
    this.page = `${Date.now()}-${Math.random()}`;
    this.line = form.querySelector("[data-app-saved]");
    // A browser that goes back to a page restores what a script had put into its fields.
    form.elements.namedItem("version").value = form.dataset.appVersion;
    this.saved = typed(form);
    this.running = null;
    this.halted = false;
    this.offer();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save();
    });
  }

  tell(text, link) {
    if (this.line.hidden) this.line.hidden = false;
    // The same words again are not spoken again.
    if (this.line.textContent === text + (link ? ` ${link.textContent}` : "")) return;
    this.line.textContent = text;
    if (link) this.line.append(" ", link);
  }

  remember(fields) {
    const all = kept(this.key);
    if (fields === null) delete all[this.page];
    else all[this.page] = { at: Date.now(), fields };
    keep(this.key, all);
  }

  changed() {
    const now = typed(this.form);
    if (now === this.saved) return;
    this.remember(now);
    if (this.halted) return;
    clearTimeout(this.timer);
    this.since ??= Date.now();
    const wait = Math.max(0, Math.min(PAUSE, this.since + AT_MOST - Date.now()));
    this.timer = setTimeout(() => this.save(), wait);
  }

  save() {
    if (this.running) return this.running;
    clearTimeout(this.timer);
    const now = typed(this.form);
    if (this.halted || now === this.saved) return Promise.resolve();
    this.since = undefined;
    this.running = this.send(now).finally(() => {
      this.running = null;
      if (!this.halted && typed(this.form) !== now) this.changed();
    });
    return this.running;
  }

  async send(now) {
    const fields = new URLSearchParams(now);
    for (const name of ["csrf", "version"]) {
      fields.append(name, this.form.elements.namedItem(name).value);
    }
    fields.append("then", "autosave");
    const body = fields.toString();
    let answer;
    try {
      answer = await fetch(window.location.pathname, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
        redirect: "manual",
        // What is under way when the page is left still arrives; browsers allow it up to 64 kB.
        keepalive: body.length < 60_000,
      });
    } catch {
      return this.failed(now, "Not saved: no connection.");
    }
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      const link = element("a", "govuk-link", "Sign in again");
      link.href = `/sign-in?next=${encodeURIComponent(window.location.pathname)}`;
      return this.failed(now, "Not saved: you were signed out.", link);
    }
    const version = answer.headers.get("almoner-version");
    if (answer.ok && version) {
      this.form.elements.namedItem("version").value = version;
      this.saved = now;
      this.remember(null);
      return this.tell(await words(answer));
    }
    if (answer.status === 409 || answer.status === 422) {
      // Another try would meet the same: the buttons show what there is to do.
      this.halted = answer.status === 409;
      this.remember(now);
      return this.tell(await words(answer));
    }
    return this.failed(now, "Not saved: the service did not answer.");
  }

  failed(now, why, link) {
    this.remember(now);
    this.tell(`${why} What you typed is kept on this ${device()}.`, link);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), AGAIN);
  }

  /** What the person sends is saved first, so that nothing stays in the browser that is saved. */
  async submit(event) {
    if (this.sending || this.halted) return;
    if (!this.running && typed(this.form) === this.saved) return;
    event.preventDefault();
    this.sending = true;
    await this.running;
    if (!this.halted) await this.save();
    clearTimeout(this.timer);
    this.form.requestSubmit(event.submitter);
    this.sending = false;
  }

  offer() {
    const all = kept(this.key);
    const others = Object.entries(all).filter(([, one]) => one.fields !== this.saved);
    keep(this.key, Object.fromEntries(others));
    const newest = others.sort(([, a], [, b]) => b.at - a.at)[0];
    if (!newest) return;
    const [page, one] = newest;
    const box = element("div", "govuk-inset-text");
    const text = `Something that you typed at ${clock(one.at)} was not saved. It is kept on this ${device()}.`;
    const buttons = element("div", "govuk-button-group");
    const back = element("button", "govuk-button govuk-button--secondary", "Put it back");
    const away = element("button", "govuk-button govuk-button--secondary", "Throw it away");
    back.type = away.type = "button";
    const done = () => {
      const rest = kept(this.key);
      delete rest[page];
      keep(this.key, rest);
      box.remove();
    };
    back.addEventListener("click", () => {
      const homeless = putBack(this.form, one.fields);
      done();
      this.changed();
      if (homeless.length > 0) {
        const left = element("div", "govuk-inset-text", "There is no box on this page for:");
        for (const text of homeless) left.append(element("p", "app-answer", text));
        this.form.before(left);
      }
      this.form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    });
    away.addEventListener("click", done);
    buttons.append(back, away);
    box.append(element("p", "govuk-body", text), buttons);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Not saved");
    this.form.before(box);
  }
}

async function words(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("p")?.textContent ?? "";
}

export function autosave(root) {
  forgetOld();
  for (const form of root.querySelectorAll('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => keys().forEach((key) => keep(key, {})));
  }
  for (const form of root.querySelectorAll("form[data-app-draft]")) {
    form.addEventListener("submit", () => keep(PREFIX + form.dataset.appDraft, {}));
  }
  for (const form of root.querySelectorAll("form[data-app-autosave]")) new Autosave(form);
}
