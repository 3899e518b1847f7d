/* A reporter's form that saves itself. Without this file the form is saved by its buttons.
 *
 * Attributes: form[data-answers] (UUID of the form, data-save: where one answer is posted) holds
 * sections [data-question] with [data-revision] and texts for errors [data-error]; [data-unsaved]
 * is left to the buttons. [data-state] says what is saved, [data-answered] how many are answered.
 * [data-done] and [data-forget] on later pages empty what this browser kept of a form;
 * form[data-leave] does so before it is sent.
 *
 * Whatever is typed is kept in this browser until the office has it, under the form, the question
 * and the revision it was written over.
 */
(() => {
  const KEPT = "miernik:odpowiedzi:";
  const PAUSE = 900;
  const AGAIN = 15000;

  const kept = (form) =>
    Object.keys(localStorage).filter((key) => key.startsWith(`${KEPT}${form}:`));
  const forget = (form) => kept(form).forEach((key) => localStorage.removeItem(key));

  for (const place of document.querySelectorAll("[data-done], [data-forget]")) {
    forget(place.dataset.done || place.dataset.forget);
  }
  const printer = document.querySelector("[data-print]");
  if (printer) {
    printer.hidden = false;
    printer.addEventListener("click", () => window.print());
  }
  document.querySelector("[data-focus-here]")?.focus();

  const form = document.querySelector("form[data-answers]");
  if (!form) {
    leaving(() => true);
    return;
  }
  const identity = form.dataset.answers;
  const stateBox = form.querySelector("[data-state]");
  const timers = new Map();
  const sending = new Set();
  let away = false;
  let sentWhole = false;

  const say = (words) => {
    if (stateBox.textContent !== words) stateBox.textContent = words;
  };
  const sectionOf = (indicator) => form.querySelector(`[data-question="${CSS.escape(indicator)}"]`);
  const revisionOf = (section) => section.querySelector("[data-revision]").value;
  const keyOf = (indicator) => `${KEPT}${identity}:${indicator}`;

  function keep(indicator, waiting) {
    try {
      localStorage.setItem(keyOf(indicator), JSON.stringify(waiting));
    } catch {
      say("Ta przeglądarka nie przechowuje odpowiedzi. Zapisuj przyciskiem „Zapisz”.");
    }
  }
  function waitingOf(indicator) {
    try {
      return JSON.parse(localStorage.getItem(keyOf(indicator)));
    } catch {
      return null;
    }
  }

  function fieldsOf(section) {
    const fields = new URLSearchParams();
    for (const field of section.querySelectorAll("input, select, textarea")) {
      if (!field.name || field.disabled || field.closest("[data-unsaved]")) continue;
      if (field.type === "file" || field.name.startsWith("reply-")) continue;
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      fields.append(field.name, field.value);
    }
    return fields.toString();
  }

  function note(section) {
    const indicator = section.dataset.question;
    keep(indicator, { over: revisionOf(section), fields: fieldsOf(section) });
    if (!away) say("Zapisuję…");
    clearTimeout(timers.get(indicator));
    timers.set(indicator, setTimeout(() => send(indicator), PAUSE));
  }

  async function send(indicator, whole = false) {
    const waiting = waitingOf(indicator);
    if (!waiting || sentWhole) return;
    if (sending.has(indicator)) {
      clearTimeout(timers.get(indicator));
      timers.set(indicator, setTimeout(() => send(indicator, whole), PAUSE));
      return;
    }
    sending.add(indicator);
    try {
      const fields = new URLSearchParams(waiting.fields);
      if (whole) fields.append("pelne", "1");
      const answer = await fetch(form.dataset.save, {
        method: "POST",
        headers: {
          Accept: "application/json",
          "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: fields,
      });
      await told(indicator, waiting, answer);
    } catch {
      lost();
    } finally {
      sending.delete(indicator);
    }
  }

  async function told(indicator, waiting, answer) {
    if (answer.status >= 500) throw new Error(String(answer.status));
    const json = (answer.headers.get("content-type") || "").includes("json");
    if (!json) {
      say("Nie można zapisać. Odśwież stronę; odpowiedzi czekają w tej przeglądarce.");
      return;
    }
    const said = await answer.json();
    away = false;
    const section = sectionOf(indicator);
    const now = waitingOf(indicator);
    const same = now && now.fields === waiting.fields;
    if (answer.status === 409) {
      // the choice stands in the page; what is kept stays until it is made
      replace(section, said.html);
      say("Ktoś inny zmienił tę odpowiedź. Wybierz, która ma zostać.");
      return;
    }
    if (!answer.ok) {
      say(said.error);
      return;
    }
    if (same) localStorage.removeItem(keyOf(indicator));
    if (section) {
      // a page that shows this revision already keeps its findings and explanations
      const shown = revisionOf(section) === String(said.revision);
      if (said.html && same && !shown) replace(section, said.html);
      else settle(section, said);
    }
    if (now && !same) {
      keep(indicator, { over: said.revision, fields: fieldsOf(section) });
      send(indicator);
    }
    form.querySelector("[data-answered]").textContent = said.answered;
    if (!kept(identity).length) say(`Zapisano ${said.saved}`);
  }

  /* Take over what the server says of a question without touching what is being typed. */
  function settle(section, said) {
    section.querySelector("[data-revision]").value = said.revision;
    for (const place of section.querySelectorAll("[data-error]")) {
      const name = place.dataset.error;
      const words = said.errors[name.slice(section.dataset.prefix.length + 1)] || "";
      place.textContent = words;
      place.hidden = !words;
      place.closest(".field").classList.toggle("field--wrong", Boolean(words));
      const field = document.getElementById(name);
      if (words) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
  }

  function replace(section, html) {
    if (!section) return;
    const inside = section.contains(document.activeElement) ? document.activeElement.id : "";
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const fresh = parsed.querySelector("[data-question]");
    section.replaceWith(fresh);
    const conflict = fresh.querySelector("[data-conflict] input[type=radio]");
    if (conflict) conflict.focus();
    else if (inside) document.getElementById(inside)?.focus();
  }

  function lost() {
    away = true;
    say("Brak połączenia – Twoje odpowiedzi czekają w tej przeglądarce i zapiszą się same.");
  }

  function replay(whole) {
    for (const key of kept(identity)) send(key.slice(`${KEPT}${identity}:`.length), whole);
  }

  /* The last row of a list that was typed in makes room for another. */
  function grow(field) {
    const row = field.closest("[data-row]");
    if (!row || !field.value || row.nextElementSibling?.matches("[data-row]")) return;
    const more = row.cloneNode(true);
    const next = (words) =>
      words.replace(/-entry-(\d+)-/, (_, number) => `-entry-${Number(number) + 1}-`);
    for (const part of more.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "data-error", "aria-describedby"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, next(part.getAttribute(name)));
      }
      if (part.matches("input")) part.value = "";
      if (part.matches("label")) {
        part.textContent = part.textContent.replace(/\d+\s*$/, (number) => Number(number) + 1);
      }
      if (part.matches("[data-error]")) part.hidden = true;
    }
    row.after(more);
  }

  /* A number typed means that a value is given. */
  function choose(section, field) {
    if (!field.matches(".answer__numbers input, .answer__rows input") || !field.value.trim()) return;
    if (/^0+([.,]0+)?$/.test(field.value.trim())) return;
    const value = section.querySelector("input[type=radio][value=value]");
    if (value) value.checked = true;
  }

  form.addEventListener("input", (event) => {
    const section = event.target.closest("[data-question]");
    if (!section || event.target.closest("[data-unsaved]")) return;
    if (event.target.type === "file" || event.target.name.startsWith("reply-")) return;
    if (event.target.closest("[data-conflict]")) {
      decide(section);
      return;
    }
    // a conflict waits for a choice before anything else of this question is sent
    grow(event.target);
    choose(section, event.target);
    if (section.querySelector("[data-conflict]")) {
      keep(section.dataset.question, { over: revisionOf(section), fields: fieldsOf(section) });
      return;
    }
    note(section);
  });

  function decide(section) {
    const indicator = section.dataset.question;
    keep(indicator, { over: revisionOf(section), fields: fieldsOf(section) });
    send(indicator, true);
  }

  form.addEventListener("submit", () => {
    for (const timer of timers.values()) clearTimeout(timer);
    if (navigator.onLine) sentWhole = true;
  });
  window.addEventListener("pageshow", () => {
    sentWhole = false;
  });
  window.addEventListener("online", () => replay(false));
  window.addEventListener("offline", lost);
  setInterval(() => kept(identity).length && replay(false), AGAIN);
  leaving(() => {
    if (!kept(identity).length) return true;
    say("Część odpowiedzi nie jest jeszcze zapisana w urzędzie.");
    return window.confirm(
      "Część odpowiedzi nie jest jeszcze zapisana w urzędzie i zginie. Zakończyć mimo to?",
    );
  });

  /* What an earlier visit could not send; a whole form posted meanwhile is known by its revision. */
  replay(true);

  function leaving(may) {
    for (const place of document.querySelectorAll("form[data-leave]")) {
      place.addEventListener("submit", (event) => {
        if (!may()) event.preventDefault();
        else forget(place.dataset.leave);
      });
    }
  }
})();
