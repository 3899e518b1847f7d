/* Pseudonyms made in the browser: neither the list nor the key leaves it.
   [data-pseudonyms] turns a list of PESEL numbers into the file of pseudonyms that
   `miernik pseudonyms make` writes, byte for byte the same pseudonyms. [data-pseudonym-key] makes a
   key; only its fingerprint stands in a field that is sent. Contracts: components/pseudonyms.html
   and components/pseudonym_key.html. The same rules in Python: collection/pseudonyms. */
(() => {
  const subtle = window.crypto?.subtle; // missing on a page without HTTPS
  const encoder = new TextEncoder();
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
  const [LETTERS, CHECK, DIGITS] = [52, 4, 11];
  const [MAX_LIST, BATCH, SHOWN_FAULTS] = [20 * 1024 * 1024, 500, 50];

  class Refusal extends Error {}

  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const squeeze = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();
  const message = (...parts) => encoder.encode(parts.join("\0"));
  const number = (value) => value.toLocaleString("pl-PL", { useGrouping: "always" });
  const plural = (value, one, few, many) => {
    if (value === 1) return one;
    const [ten, hundred] = [value % 10, value % 100];
    return ten >= 2 && ten <= 4 && !(hundred >= 12 && hundred <= 14) ? few : many;
  };
  const people = (value) => `${number(value)} ${plural(value, "osoba", "osoby", "osób")}`;

  /* --- the key --------------------------------------------------------------------------- */

  const letters = (value, count) => {
    let text = "";
    for (let place = count - 1; place >= 0; place -= 1) {
      text += ALPHABET[Number((value >> BigInt(5 * place)) & 31n)];
    }
    return text;
  };

  const checksum = async (secret) => {
    const domain = encoder.encode("miernik pseudonym key check 1\0");
    const joined = new Uint8Array([...domain, ...secret]);
    const digest = new Uint8Array(await subtle.digest("SHA-256", joined));
    return letters(BigInt(`0x${hex(digest.slice(0, 4))}`) >> 12n, CHECK);
  };

  const printKey = async (secret) => {
    const text = letters(BigInt(`0x${hex(secret)}`) << 4n, LETTERS) + await checksum(secret);
    return ["MK1", ...text.match(/.{4}/g)].join("-");
  };

  const readKey = async (typed) => {
    const plain = typed.toUpperCase().replace(/[\s-]+/g, "");
    if (!plain.startsWith("MK1")) throw new Refusal("To nie jest klucz pseudonimów: klucz zaczyna się od MK1.");
    const text = plain.slice(3).replace(/[IL]/g, "1").replace(/O/g, "0");
    if (text.length !== LETTERS + CHECK) {
      throw new Refusal(`Klucz ma po MK1 ${LETTERS + CHECK} znaków, a podano ${text.length}. Przepisz go jeszcze raz.`);
    }
    let value = 0n;
    for (const letter of text) {
      if (!ALPHABET.includes(letter)) throw new Refusal(`W kluczu nie ma znaku „${letter}”. Przepisz go jeszcze raz.`);
    }
    for (const letter of text.slice(0, LETTERS)) value = value * 32n + BigInt(ALPHABET.indexOf(letter));
    const digits = (value >> 4n).toString(16).padStart(64, "0");
    const secret = Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
    if (value & 15n || await checksum(secret) !== text.slice(LETTERS)) {
      throw new Refusal("W kluczu jest pomyłka (suma kontrolna). Porównaj go znak po znaku.");
    }
    return secret;
  };

  /* A whole key file may be pasted as well; its other lines are covered by the fingerprint. */
  const keyLine = (typed) => {
    const line = typed.split(/\r\n|\r|\n/).find((text) => text.trim().startsWith("klucz:"));
    return line === undefined ? typed : line.slice(line.indexOf(":") + 1);
  };

  const signer = async (secret) => {
    const key = await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return async (bytes, length) => hex(new Uint8Array(await subtle.sign("HMAC", key, bytes)).slice(0, length));
  };

  const fingerprint = (sign, year, area) => sign(message("miernik pseudonym key 1", year, area), 8);

  /* --- the list --------------------------------------------------------------------------- */

  const decode = (bytes) => {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("windows-1250").decode(bytes);
    }
  };

  /* Rows of CSV with the lines they begin in; quoted cells may hold delimiters and line ends. */
  const rows = (text) => {
    const first = text.split(/\r\n|\r|\n/).find((line) => line.trim()) ?? "";
    const delimiter = [";", "\t", ","].find((sign) => first.includes(sign)) ?? ";";
    const found = [];
    let [cells, cell, quoted, line, begins] = [[], "", false, 1, 1];
    const endRow = () => {
      found.push({ line: begins, cells: [...cells, cell].map((part) => part.trim()) });
      [cells, cell] = [[], ""];
    };
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      const lineEnd = sign === "\n" || sign === "\r";
      if (lineEnd) {
        if (sign === "\r" && text[at + 1] === "\n") at += 1;
        line += 1;
      }
      if (quoted) {
        if (sign !== '"') cell += sign;
        else if (text[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
      } else if (sign === '"' && cell === "") quoted = true;
      else if (sign === delimiter) { cells.push(cell); cell = ""; }
      else if (lineEnd) { endRow(); begins = line; }
      else cell += sign;
    }
    if (cell !== "" || cells.length) endRow();
    return found.filter((row) => row.cells.some((part) => part));
  };

  const folded = (text) => squeeze(text).toLowerCase().replace(/ł/g, "l").normalize("NFKD").replace(/\p{M}/gu, "");

  const column = (found) => {
    if (!found.length) throw new Refusal("Lista jest pusta. Wskaż plik albo wklej numery PESEL, jeden w wierszu.");
    const heading = !found[0].cells.some((cell) => /\p{Nd}/u.test(cell));
    let place = heading ? found[0].cells.map(folded).indexOf("pesel") : -1;
    if (place < 0) {
      if (found.some((row) => row.cells.length > 1)) {
        throw new Refusal("Lista ma kilka kolumn, a żadna nie nazywa się PESEL. Nazwij tak kolumnę z numerami albo zostaw ją samą.");
      }
      place = 0;
    }
    return (heading ? found.slice(1) : found)
      .filter((row) => place < row.cells.length)
      .map((row) => ({ line: row.line, text: row.cells[place] }));
  };

  const inCalendar = (digits) => {
    const month = Number(digits.slice(2, 4));
    const century = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)];
    const [year, day] = [century + Number(digits.slice(0, 2)), Number(digits.slice(4, 6))];
    const date = new Date(Date.UTC(year, month % 20 - 1, day));
    return month % 20 > 0 && date.getUTCMonth() === month % 20 - 1 && date.getUTCDate() === day;
  };

  const faultOf = (digits) => {
    if (!/^[0-9]+$/.test(digits)) {
      return "numer PESEL składa się z samych cyfr; numerów innych dokumentów nie wpisuje się na listę – osoby bez numeru PESEL podaj osobno, jako liczbę";
    }
    if (digits.length === DIGITS - 1) {
      return "ma 10 cyfr zamiast 11; jeśli arkusz zgubił zero z przodu, nadaj kolumnie format tekstowy i wpisz je z powrotem";
    }
    if (digits.length !== DIGITS) return `ma ${digits.length} zamiast 11 cyfr`;
    const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
    if ((sum + Number(digits[10])) % 10) return "błędna cyfra kontrolna; porównaj każdą cyfrę z dokumentem";
    return inCalendar(digits) ? "" : "data urodzenia, której nie ma w kalendarzu; porównaj cyfry z dokumentem";
  };

  const masked = (plain) => (plain.length <= 4 ? "…" : `${plain.slice(0, 2)}…${plain.slice(-1)}`);

  const readNumbers = (cells) => {
    const found = { numbers: new Set(), repeated: 0, faults: [] };
    for (const { line, text } of cells) {
      const digits = text.replace(/[\s\u200b\ufeff-]+/g, "");
      if (!digits) continue;
      const reason = faultOf(digits);
      if (reason) found.faults.push(`Wiersz ${line} (${masked(digits)}): ${reason}.`);
      else if (found.numbers.has(digits)) found.repeated += 1;
      else found.numbers.add(digits);
    }
    return found;
  };

  /* --- the component of an institution ----------------------------------------------------- */

  const listOf = async (part) => {
    const file = part("file").files[0];
    if (!file) return part("list").value;
    if (file.size > MAX_LIST) throw new Refusal("Lista ma ponad 20 MB. Zostaw w niej jedną kolumnę.");
    const bytes = new Uint8Array(await file.arrayBuffer());
    if ((bytes[0] === 0x50 && bytes[1] === 0x4b) || bytes[0] === 0xd0) {
      throw new Refusal("Arkusza przeglądarka nie otworzy. Wklej kolumnę z numerami albo zapisz listę jako CSV.");
    }
    return decode(bytes);
  };

  const pseudonyms = async (sign, numbers, data) => {
    const found = [];
    const all = [...numbers];
    for (let at = 0; at < all.length; at += BATCH) {
      found.push(...await Promise.all(all.slice(at, at + BATCH).map((digits) => sign(
        message("miernik pseudonym 1", data.year, data.area, data.indicator, "pesel", digits), 16))));
    }
    return found.sort(); // hexadecimal digits: the order of the bytes themselves
  };

  const make = async (box, part) => {
    const data = { year: box.dataset.year, area: squeeze(box.dataset.area), indicator: squeeze(box.dataset.indicator) };
    const without = part("without").value.trim() || "0";
    if (!/^\d{1,6}$/.test(without)) throw new Refusal("Liczbę osób bez numeru PESEL podaj cyframi.");
    const sign = await signer(await readKey(keyLine(part("key").value)));
    const mark = await fingerprint(sign, data.year, data.area);
    if (mark !== box.dataset.key) {
      throw new Refusal("To nie jest klucz tej kampanii: odcisk się nie zgadza. Weź klucz na ten rok od inspektora ochrony danych.");
    }
    const found = readNumbers(column(rows(await listOf(part))));
    if (found.faults.length) return found;
    const values = await pseudonyms(sign, found.numbers, data);
    part("result").value = JSON.stringify({
      format: "miernik-pseudonyms", version: 1, year: Number(data.year), area: data.area,
      indicator: data.indicator, institution: box.dataset.institution, key: mark,
      count: values.length, without_pesel: Number(without), pseudonyms: values,
    });
    return found;
  };

  const tell = (part, sentence, faults = []) => {
    part("said").textContent = sentence;
    part("faults").replaceChildren(...faults.slice(0, SHOWN_FAULTS).map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  };

  const success = (found, without) => {
    const repeats = found.repeated
      ? ` Powtórzone wiersze: ${number(found.repeated)}; każdą osobę policzono raz.` : "";
    const others = without ? ` Bez numeru PESEL: ${number(without)}.` : "";
    return `Gotowe: ${people(found.numbers.size)}.${repeats}${others} Numery i klucz zostały w tej przeglądarce.`;
  };

  const press = async (box, part) => {
    part("result").value = "";
    tell(part, "Liczę…");
    try {
      const found = await make(box, part);
      if (found.faults.length) {
        const more = found.faults.length > SHOWN_FAULTS ? ` Poniżej pierwsze ${SHOWN_FAULTS}.` : "";
        tell(part, `Błędy na liście: ${number(found.faults.length)}. Popraw je i spróbuj jeszcze raz.${more}`, found.faults);
        return;
      }
      tell(part, success(found, Number(part("without").value)));
      part("key").value = part("list").value = part("file").value = ""; // nothing waits for the next person
      box.dispatchEvent(new CustomEvent("pseudonyms:made", { bubbles: true, detail: { count: found.numbers.size } }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tell(part, error.message);
    }
  };

  /* --- the component of the data protection officer ----------------------------------------- */

  const keyFile = async (secret, year, area) => {
    const mark = await fingerprint(await signer(secret), year, area);
    const lines = [
      "Klucz pseudonimów programu Miernik",
      "Tylko dla instytucji. Nie wysyłaj go urzędowi, który liczy, ani razem z pseudonimami.",
      `rok: ${year}`, `obszar: ${area}`, `klucz: ${await printKey(secret)}`, `odcisk: ${mark}`,
    ];
    return { mark, text: `${lines.join("\n")}\n` };
  };

  const newKey = async (box, part) => {
    const area = squeeze(part("area").value);
    if (!area) { part("said").textContent = "Najpierw podaj obszar liczenia."; return; }
    const secret = window.crypto.getRandomValues(new Uint8Array(32));
    const { mark, text } = await keyFile(secret, box.dataset.year, area);
    part("area").value = area;
    part("text").textContent = text;
    part("fingerprint").value = mark;
    URL.revokeObjectURL(part("file").href);
    part("file").href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    part("made").hidden = false;
    part("said").textContent = `Klucz utworzono w tej przeglądarce. Odcisk: ${mark}. Zapisz plik klucza, zanim zamkniesz stronę.`;
  };

  const begin = (box, name, action) => {
    const part = (which) => box.querySelector(`[data-${name}-${which}]`);
    if (!subtle) { part("insecure").hidden = false; return; }
    part("advice").hidden = true;
    part("work").hidden = false;
    part("make").addEventListener("click", () => action(box, part));
  };

  for (const box of document.querySelectorAll("[data-pseudonyms]")) begin(box, "pseudonyms", press);
  for (const box of document.querySelectorAll("[data-pseudonym-key]")) begin(box, "pseudonym-key", newKey);
})();
