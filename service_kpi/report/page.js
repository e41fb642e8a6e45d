// The language: what the address says (#zh), else what was chosen last, else what the browser speaks.
const kept = (value) => { try { return value ? localStorage.setItem("language", value) : localStorage.getItem("language"); } catch { return null; } };
function speak(language) {
  const radio = document.getElementById("speak-" + language);
  if (!radio) return false;
  radio.checked = true;
  document.documentElement.lang = radio.dataset.lang;
  document.title = radio.dataset.title;
  return true;
}
const asked = () => location.hash.slice(1);
speak(asked()) || speak(kept()) || speak(navigator.language.slice(0, 2));
addEventListener("hashchange", () => speak(asked()));
for (const radio of document.querySelectorAll("input[name=language]"))
  radio.addEventListener("change", () => { const language = radio.id.slice(6); kept(language); speak(language); });
