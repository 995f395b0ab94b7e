// The script of the page, which can do without it: a line under the pointer that says the time, and buttons that copy.

export const script = `
for (const chart of document.querySelectorAll(".chart[data-from]")) {
  const line = chart.querySelector(".hover"), label = line.firstElementChild, plot = chart.querySelector(".plot");
  const from = Number(chart.dataset.from), to = Number(chart.dataset.to);
  chart.addEventListener("pointermove", (event) => {
    const box = plot.getBoundingClientRect(), part = (event.clientX - box.left) / box.width;
    line.hidden = part < 0 || part > 1;
    if (line.hidden) return;
    const ms = from + part * (to - from), text = (Math.abs(ms) / 1000).toFixed(to - from < 20000 ? 2 : 1);
    line.style.left = event.clientX - chart.getBoundingClientRect().left + "px";
    line.classList.toggle("left", part > 0.85);
    label.textContent = (ms < 0 ? "\\u2212" : "") + text + " s";
  });
  chart.addEventListener("pointerleave", () => { line.hidden = true; });
}
for (const button of document.querySelectorAll("button.copy")) {
  const text = button.closest(".copyable").querySelector("code");
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const folds = [];
  for (let at = target; at; at = at.parentElement) if (at.localName === "details" && !at.open) folds.push(at);
  for (const fold of folds) fold.open = true;
  if (folds.length > 0) target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();
`;
