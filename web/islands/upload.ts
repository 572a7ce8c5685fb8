/**
 * Sends the chosen file ahead, so that a clerk sees how far it is, then the form as ever. Without it the form carries
 * the file itself.
 */
const form = document.querySelector<HTMLFormElement>("form[data-upload]");
const input = form?.querySelector<HTMLInputElement>("input[type=file]");
const shown = form?.querySelector<HTMLElement>("[data-upload-progress]");
const bar = shown?.querySelector("progress");
const said = shown?.querySelector<HTMLElement>("[data-upload-text]");

if (form && input && shown && bar && said) {
  const hidden = (name: string, value: string) => {
    const field = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (field) field.value = value;
  };
  const send = (file: File) => {
    const request = new XMLHttpRequest();
    const goOn = () => {
      window.removeEventListener("beforeunload", stay);
      form.submit();
    };
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
      const percent = Math.floor((100 * loaded) / Math.max(total, 1));
      said.textContent = (said.dataset["uploadText"] ?? "").replace("%", `${percent} %`);
    });
    request.addEventListener("load", () => {
      if (request.status === 201) {
        hidden("uploadId", (JSON.parse(request.responseText) as { uploadId: string }).uploadId);
        hidden("fileName", file.name);
        input.disabled = true;
      }
      // Refused: the form goes as it would without script, and the page that answers says why.
      goOn();
    });
    request.addEventListener("error", goOn);
    request.open("POST", form.dataset["upload"] ?? "");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-form-token", form.querySelector<HTMLInputElement>("input[name=_token]")?.value ?? "");
    request.send(file);
  };
  form.addEventListener("submit", (event) => {
    const [file] = input.files ?? [];
    if (!file || file.size === 0 || !shown.hidden) return;
    event.preventDefault();
    shown.hidden = false;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    send(file);
  });
  // Back from the next page: the form as it was.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    shown.hidden = true;
    input.disabled = false;
    hidden("uploadId", "");
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  });
}
